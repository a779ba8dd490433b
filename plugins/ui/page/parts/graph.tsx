import {useEffect, useRef, useState} from 'preact/hooks'

import type {GraphLayout} from '@rde/workflow/graph'

import {LongList} from './long-list.js'
import {StateShape, stateWords, type State} from './state.js'

interface GraphProps {
  layout: GraphLayout
  /** The state of each step; absent in the graph of a file. */
  states?: ReadonlyMap<string, State> | undefined
  selected?: string | undefined
  onSelect?: ((step: string) => void) | undefined
}

const smallest = 0.2
/** The smallest readable scale: a larger graph scrolls. */
const legible = 0.75
const largest = 1.5
const longestName = 19

/**
 * The dependencies of steps, coloured by state. For sighted mouse users: the list of steps has the same content for
 * screen readers and the keyboard.
 */
export function Graph({layout, states, selected, onSelect}: GraphProps) {
  const box = useRef<HTMLDivElement>(null)
  const [chosen, setScale] = useState<number>()
  const [room, setRoom] = useState(0)
  useEffect(() => {
    const observer = new ResizeObserver(([entry]) => setRoom(entry!.contentRect.width))
    observer.observe(box.current!)
    return () => observer.disconnect()
  }, [])
  const fitting = room === 0 ? 1 : Math.min(1, Math.max(legible, room / layout.width))
  const scale = chosen ?? fitting
  useEffect(() => {
    const chosen = layout.nodes.find(({step}) => step === selected)
    if (chosen === undefined || box.current === null) return
    const {clientWidth, clientHeight} = box.current
    box.current.scrollTo(chosen.x * scale - clientWidth / 2, chosen.y * scale - clientHeight / 2)
  }, [selected, scale, layout])
  const zoom = (factor: number) => setScale(Math.min(largest, Math.max(smallest, scale * factor)))
  return (
    <div class="graph">
      <div class="graph-tools">
        <button type="button" class="quiet" onClick={() => zoom(1 / 1.25)} aria-label="Zoom out">
          −
        </button>
        <button type="button" class="quiet" onClick={() => zoom(1.25)} aria-label="Zoom in">
          +
        </button>
        <button type="button" class="quiet" onClick={() => setScale(undefined)}>
          Fit
        </button>
      </div>
      <div class="graph-box" ref={box} tabIndex={0} role="region" aria-label="Graph of the steps">
        <svg
          role="img"
          aria-label={`Graph of ${layout.nodes.length} steps`}
          width={layout.width * scale}
          height={layout.height * scale}
          viewBox={`0 0 ${layout.width} ${layout.height}`}
        >
          <Picture {...{layout, states, selected, onSelect}} />
        </svg>
      </div>
    </div>
  )
}

function Picture({layout, states, selected, onSelect}: GraphProps) {
  return (
    <>
      <LongList
        items={layout.edges}
        seen={(edge) => [edge, states?.get(edge.from)]}
        draw={({from, to, path}) => <path key={`${from}\n${to}`} class={`edge ${states?.get(from) ?? ''}`} d={path} />}
      />
      <LongList
        items={layout.nodes}
        seen={(node) => [node, states?.get(node.step), node.step === selected, onSelect]}
        draw={({step, x, y}) => (
          <Node
            {...{step, x, y, onSelect}}
            size={layout.node}
            state={states?.get(step)}
            selected={step === selected}
            key={step}
          />
        )}
      />
    </>
  )
}

interface NodeProps {
  x: number
  y: number
  step: string
  size: GraphLayout['node']
  state: State | undefined
  selected: boolean
  onSelect: GraphProps['onSelect']
}

function Node({step, x, y, size, state, selected, onSelect}: NodeProps) {
  const name = step.length > longestName ? `${step.slice(0, longestName - 1)}…` : step
  return (
    <g
      class={`node ${state ?? ''} ${selected ? 'selected' : ''}`}
      transform={`translate(${x} ${y})`}
      onClick={onSelect && (() => onSelect(step))}
    >
      <title>{state === undefined ? step : `${step}: ${stateWords[state]}`}</title>
      <rect width={size.width} height={size.height} rx="7" />
      {state !== undefined && (
        <g class={`icon ${state}`} transform="translate(10 10)">
          <StateShape state={state} />
        </g>
      )}
      <text x={state === undefined ? 12 : 33} y={size.height / 2 + 4.5}>
        {name}
      </text>
    </g>
  )
}
