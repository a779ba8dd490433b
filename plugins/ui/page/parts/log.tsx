import Anser from 'anser'
import {useEffect, useLayoutEffect, useMemo, useRef, useState} from 'preact/hooks'

import {searchLines, splitAtMatches, visibleText} from '../../src/runs/log-text.js'

const rowHeight = 20
/** Rows drawn beyond the visible ones. */
const margin = 20

interface LogProps {
  step: string
  lines: readonly string[]
  /** Changes whenever the lines change: the array itself is mutated. */
  version: number
  live: boolean
}

/** The log of one step. Only the visible lines are drawn, so its length does not matter. */
export function Log({step, lines, version, live}: LogProps) {
  const search = useSearch(lines, version)
  const {box, view, following, setFollowing, onScroll} = useScroll(version, search.current)
  const first = Math.max(0, Math.floor(view.top / rowHeight) - margin)
  const last = Math.min(lines.length, Math.ceil((view.top + view.height) / rowHeight) + margin)
  return (
    <div class="log">
      <div class="log-tools">
        <SearchField search={search} />
        <span class="faint count">
          {lines.length.toLocaleString('en')} {lines.length === 1 ? 'line' : 'lines'}
        </span>
        {!following && (
          <button type="button" class="quiet" onClick={() => setFollowing(true)}>
            {live ? 'Follow' : 'Jump to end'}
          </button>
        )}
      </div>
      <div
        class="log-box"
        style={{height: `min(58vh, ${Math.max(10, lines.length + 1) * rowHeight}px)`}}
        ref={box}
        onScroll={onScroll}
        tabIndex={0}
        role="region"
        aria-label={`Log of ${step}`}
      >
        {lines.length === 0 && <p class="faint empty">{live ? 'No output yet.' : 'No output.'}</p>}
        <div class="log-rows" style={{height: `${lines.length * rowHeight}px`}}>
          {lines.slice(first, last).map((line, index) => (
            <Row key={first + index} index={first + index} line={line} search={search} />
          ))}
        </div>
      </div>
    </div>
  )
}

/** The visible part of a log: its end while it is followed, or the wanted line. */
function useScroll(version: number, wanted: number | undefined) {
  const box = useRef<HTMLDivElement>(null)
  const [view, setView] = useState({top: 0, height: 400})
  const lastTop = useRef(0)
  const [following, setFollowing] = useState(true)
  const show = (index: number) => {
    setFollowing(false)
    box.current!.scrollTop = Math.max(0, index * rowHeight - view.height / 2)
  }
  useLayoutEffect(() => {
    if (following) box.current!.scrollTop = box.current!.scrollHeight
  }, [version, following])
  useEffect(() => {
    if (wanted !== undefined) show(wanted)
  }, [wanted])
  useEffect(() => {
    const observer = new ResizeObserver(() => onScroll())
    observer.observe(box.current!)
    return () => observer.disconnect()
  }, [])
  const onScroll = () => {
    if (box.current === null) return
    const {scrollTop, clientHeight, scrollHeight} = box.current
    // Compares the direction: the log may have grown since we scrolled to its end.
    if (scrollTop + clientHeight >= scrollHeight - rowHeight) setFollowing(true)
    else if (scrollTop < lastTop.current) setFollowing(false)
    lastTop.current = scrollTop
    setView({top: scrollTop, height: clientHeight})
  }
  return {box, view, following, setFollowing, onScroll}
}

function Row({index, line, search}: {index: number; line: string; search: Search}) {
  const current = search.current === index
  return useMemo(
    () => (
      <div class={`log-row ${current ? 'current' : ''}`} style={{top: `${index * rowHeight}px`}}>
        <span class="number">{index + 1}</span>
        <Text line={line} searched={search.text} />
      </div>
    ),
    [index, line, current, search.text],
  )
}

function Text({line, searched}: {line: string; searched: string}) {
  const {text, cut} = visibleText(line)
  return (
    <span class="text">
      {Anser.ansiToJson(text, {use_classes: true, remove_empty: true}).map(({content, fg, bg, decorations}) => {
        const classes = [fg, bg && `on-${bg}`, ...decorations].filter(Boolean).join(' ')
        const parts = splitAtMatches(content, searched)
        const marked = parts.map(({text: part, match}) => (match ? <mark>{part}</mark> : part))
        return classes === '' ? marked : <span class={classes}>{marked}</span>
      })}
      {cut > 0 && <span class="faint"> … {cut.toLocaleString('en')} more characters</span>}
    </span>
  )
}

interface Search {
  text: string
  setText: (text: string) => void
  matches: readonly number[]
  /** The current match. */
  current: number | undefined
  position: number
  move: (step: 1 | -1) => void
}

function useSearch(lines: readonly string[], version: number): Search {
  const [text, setText] = useState('')
  const [matches, setMatches] = useState<readonly number[]>([])
  const [position, setPosition] = useState(0)
  useEffect(() => {
    // Not on every key press: a log can have a hundred thousand lines.
    const timer = setTimeout(() => setMatches(text === '' ? [] : searchLines(lines, text)), text === '' ? 0 : 120)
    return () => clearTimeout(timer)
  }, [text, version])
  const move = (step: 1 | -1) => {
    if (matches.length > 0) setPosition((before) => (before + step + matches.length) % matches.length)
  }
  const begin = (wanted: string) => {
    setText(wanted)
    setPosition(0)
  }
  return {text, setText: begin, matches, position, current: matches[position], move}
}

function SearchField({search}: {search: Search}) {
  const {text, setText, matches, position, move} = search
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter') return
    event.preventDefault()
    move(event.shiftKey ? -1 : 1)
  }
  return (
    <search class="search">
      <input
        type="search"
        aria-label="Search in the log"
        placeholder="Search"
        value={text}
        onInput={(event) => setText(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      {text !== '' && (
        <>
          <span class="faint" role="status">
            {matches.length === 0 ? 'No matches' : `${position + 1} of ${matches.length.toLocaleString('en')}`}
          </span>
          <button type="button" class="quiet" onClick={() => move(-1)} aria-label="Previous match">
            ↑
          </button>
          <button type="button" class="quiet" onClick={() => move(1)} aria-label="Next match">
            ↓
          </button>
        </>
      )}
    </search>
  )
}
