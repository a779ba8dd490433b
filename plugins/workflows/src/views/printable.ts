import {stripVTControlCharacters} from 'node:util'

import type {RunEvent} from '@rde/workflow'

/** What is shown of a value: enough to recognise it. `rde workflow run --json` prints it whole. */
const longestValue = 1_000

/** An event whose texts write nothing but themselves on a terminal: names and reasons may hold anything. */
export function printable(event: RunEvent): RunEvent {
  if (event.type === 'log') return {...event, step: escaped(event.step), line: printableLine(event.line)}
  if (event.type === 'output' && event.value !== undefined) {
    return {...event, step: escaped(event.step), name: escaped(event.name), value: shortened(event.value)}
  }
  const texts = Object.entries(event).map(([key, value]) => [key, printableValue(value)] as const)
  return Object.fromEntries(texts) as unknown as RunEvent
}

/** A line of a log without what moves the cursor or begins another line; tabs stay. */
export function printableLine(line: string): string {
  return escaped(stripVTControlCharacters(line).replace(/\r/g, ''))
}

/** Control characters as `\x1b`. */
export function escaped(text: string): string {
  // eslint-disable-next-line no-control-regex -- they are what is looked for
  return text.replace(/[\x00-\x08\x0a-\x1f\x7f-\x9f\u2028\u2029]/g, (character) => {
    const code = character.charCodeAt(0)
    return code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u${code.toString(16)}`
  })
}

function printableValue(value: unknown): unknown {
  if (typeof value === 'string') return escaped(value)
  return Array.isArray(value) ? value.map(printableValue) : value
}

function shortened(value: unknown): string {
  const text = escaped(typeof value === 'string' ? value : JSON.stringify(value))
  if (text.length <= longestValue) return text
  return `${text.slice(0, longestValue)}… (${text.length - longestValue} more characters)`
}
