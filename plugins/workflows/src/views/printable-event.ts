import {stripVTControlCharacters} from 'node:util'

import {asTypedIn, printable, printableValue} from '@rde/errors'
import type {RunEvent} from '@rde/workflow'

/** The most characters shown of a value: enough to recognise it. `rde workflow run --json` prints it whole. */
const longestValue = 1_000

/** Makes the texts of an event safe for a terminal: names and reasons may contain anything. */
export function printableEvent(event: RunEvent): RunEvent {
  if (event.type === 'log') return {...event, step: printableValue(event.step), line: printableLine(event.line)}
  if (event.type === 'output' && event.value !== undefined) {
    return {...event, step: printableValue(event.step), name: printableValue(event.name), value: shortened(event.value)}
  }
  const texts = Object.entries(event).map(([key, value]) => [key, escaped(value)] as const)
  const shown = Object.fromEntries(texts) as unknown as RunEvent
  return shown.type === 'notice' ? {...shown, message: asTypedIn(shown.message)} : shown
}

/** A log line without cursor movements; tabs stay. */
export function printableLine(line: string): string {
  return printable(stripVTControlCharacters(line).replace(/\r/g, ''))
}

function escaped(value: unknown): unknown {
  if (typeof value === 'string') return printableValue(value)
  return Array.isArray(value) ? value.map(escaped) : value
}

function shortened(value: unknown): string {
  const text = printableValue(typeof value === 'string' ? value : JSON.stringify(value))
  if (text.length <= longestValue) return text
  return `${text.slice(0, longestValue)}… (${text.length - longestValue} more characters)`
}
