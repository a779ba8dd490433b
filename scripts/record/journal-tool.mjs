// Wraps a real tool while rde runs: runs it, passes its output on and records the call in a journal.
// Called as: journal-tool.mjs JOURNAL TOOL REAL-PATH ARGUMENT...
import {spawnSync} from 'node:child_process'
import {appendFileSync, readFileSync, writeSync} from 'node:fs'

const [journal, tool, path, ...args] = process.argv.slice(2)
// Only a call with `-` as file has input; the standard input of the others is closed or a terminal.
const stdin = args.at(-1) === '-' ? readFileSync(0, 'utf8') : undefined
const begin = Date.now()
const {stdout, stderr, status, signal} = spawnSync(path, args, {
  encoding: 'utf8',
  maxBuffer: 100_000_000,
  ...(stdin === undefined ? {stdio: ['ignore', 'pipe', 'pipe']} : {input: stdin}),
})
if (signal === null)
  appendFileSync(
    journal,
    `${JSON.stringify({tool, args, stdin, stdout, stderr, exitCode: status, begin, end: Date.now()})}\n`,
  )
writeSync(1, stdout)
writeSync(2, stderr)
process.exitCode = status ?? 1
