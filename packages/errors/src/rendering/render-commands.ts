import {asTyped} from './as-typed.js'

/** Suggested next commands, one per line, each with its purpose. */
export function renderCommands(rows: ReadonlyArray<readonly [command: string, what: string]>): string {
  const typed = rows.map(([command, what]) => [asTyped(command), what] as const)
  const width = Math.max(...typed.map(([command]) => command.length))
  return typed.map(([command, what]) => `  ${command.padEnd(width)}   ${what}`).join('\n')
}
