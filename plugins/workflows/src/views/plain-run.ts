import {formatDuration} from '@rde/plugin-kit'
import type {RunEvent, StepEvent} from '@rde/workflow'

import {logPrefix} from './log-prefix.js'
import {printableEvent} from './printable-event.js'
import {stepWords} from './step-words.js'

/** One line per event, with the time since the start: for pipes, CI and dumb terminals. */
export function plainRun(
  write: (line: string) => void,
  now: () => number = performance.now.bind(performance),
): (event: RunEvent) => void {
  const begin = now()
  let prefix = logPrefix({steps: [], coloured: false})
  const say = (text: string) => write(`${formatDuration(now() - begin).padStart(8)}  ${text}`)
  return (reported) => {
    const event = printableEvent(reported)
    if (event.type === 'run-started') {
      prefix = logPrefix({steps: [...event.steps, ''], coloured: false})
      say(`Run ${event.run}`)
    }
    if (event.type === 'step' && isNews(event)) say(`${event.step}: ${stepWords(event)}`)
    if (event.type === 'log') write(`${''.padStart(8)}  ${prefix(event.step)}${event.line}`)
    if (event.type === 'output') say(`${event.step}: output ${event.name}${outputValue(event)}`)
    if (event.type === 'notice') say(event.step === undefined ? event.message : `${event.step}: ${event.message}`)
    if (event.type === 'run-ended') say(`Run ${event.run} ${event.outcome}`)
  }
}

/** A waiting step is reported only if it waits for something other than its dependencies. */
function isNews({phase, reason}: StepEvent): boolean {
  return phase !== 'waiting' || (reason !== undefined && !reason.startsWith('waits for '))
}

function outputValue({value}: {readonly value?: unknown}): string {
  return value === undefined ? '' : ` = ${typeof value === 'string' ? value : JSON.stringify(value)}`
}
