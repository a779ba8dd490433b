// Replaces docker, k3d, kubectl, helm …: answers one call from the script that fake-tools.ts wrote, or records it as
// unexpected and exits with 97. Called as: fake-tool.mjs FOLDER TOOL ARGUMENT...
import {readFileSync, writeSync} from 'node:fs'

import {noteCall, refusal, takeReply} from './fake-replies.mjs'

const [folder, tool, ...args] = process.argv.slice(2)
const reply = takeReply(folder, {tool, args})
const stdin = reply?.stdin === undefined ? undefined : readFileSync(0, 'utf8')
const problem = noteCall(folder, {tool, args, stdin, reply, env: process.env})
await answer(problem ? refusal(tool, problem) : reply)

async function answer({stdout = '', stderr = '', exitCode = 0, afterMs = 0, until}) {
  process.exitCode = exitCode
  if (until !== undefined) return waitForSignal(until, stdout)
  if (afterMs > 0) await new Promise((resolve) => setTimeout(resolve, afterMs))
  process.stdout.write(stdout)
  process.stderr.write(stderr)
}

/** Prints, then waits: `until` has the exit code for each signal. Other signals have their usual effect. */
function waitForSignal(until, stdout) {
  const alive = setTimeout(() => {}, 60_000)
  for (const [signal, exitCode] of Object.entries(until)) {
    process.on(signal, () => {
      writeSync(1, `got ${signal}\n`)
      process.exitCode = exitCode
      clearTimeout(alive)
    })
  }
  writeSync(1, stdout)
}
