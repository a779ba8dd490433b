import {createInterface} from 'node:readline/promises'

export type Ask = (question: string) => Promise<boolean>

/** Asks on the terminal for a yes; undefined where there is no terminal to ask on. */
export function askOnTerminal(): Ask | undefined {
  if (!process.stdin.isTTY || !process.stderr.isTTY) return undefined
  return async (question) => {
    const terminal = createInterface({input: process.stdin, output: process.stderr})
    const answer = await terminal.question(`${question} [y/N] `).finally(() => terminal.close())
    return /^y(es)?$/i.test(answer.trim())
  }
}
