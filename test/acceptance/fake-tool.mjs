// Stands for docker, k3d, kubectl, helm …: answers one call from the script that fake-tools.ts wrote, or records it as
// unexpected and exits with 97. Called as: fake-tool.mjs FOLDER TOOL ARGUMENT...
import {appendFileSync, readFileSync, readdirSync, renameSync, writeSync} from 'node:fs'
import {join} from 'node:path'

import {isSameCall, nearMisses} from '../../packages/process-runner/src/testing/same-call.js'

const [folder, tool, ...args] = process.argv.slice(2)
const reply = takeReply() ?? standingReply()
const stdin = reply?.stdin === undefined ? undefined : readFileSync(0, 'utf8')
const problem = findProblem()
appendFileSync(join(folder, 'calls'), `${JSON.stringify({tool, args, stdin, problem, env: process.env})}\n`)
await answer(problem ? {stderr: `fake ${tool}: ${problem}\n`, exitCode: 97} : reply)

/** Claimed by a rename, so that two calls at once cannot get the same one. */
function takeReply() {
  for (const name of readdirSync(join(folder, 'replies')).sort()) {
    try {
      const candidate = JSON.parse(readFileSync(join(folder, 'replies', name), 'utf8'))
      if (!answers(candidate)) continue
      renameSync(join(folder, 'replies', name), join(folder, 'used', name))
      return candidate
    } catch (error) {
      // Another call was faster.
      if (error.code !== 'ENOENT') throw error
    }
  }
  return undefined
}

/** One that stays for the next call: the newest that answers. */
function standingReply() {
  const names = readdirSync(join(folder, 'always')).sort().reverse()
  const standing = names.map((name) => readFileSync(join(folder, 'always', name), 'utf8'))
  return standing.map((text) => JSON.parse(text)).find(answers)
}

function findProblem() {
  if (reply === undefined) return [`unexpected call: ${JSON.stringify(args)}`, ...misses()].join('\n')
  const stdinDiffers = reply.stdin !== undefined && !matches(reply.stdin, stdin)
  return stdinDiffers ? `unexpected standard input: ${JSON.stringify(stdin)}` : undefined
}

/** A recording answers the call that was recorded; anything else its very words, or those that match a pattern. */
function answers(candidate) {
  if (candidate.recorded) return isSameCall(candidate, {tool, args})
  return candidate.tool === tool && matches(candidate.args, args)
}

/** The recordings of the same verb and object, with the flags that differ. */
function misses() {
  const read = (place) =>
    readdirSync(join(folder, place)).map((name) => JSON.parse(readFileSync(join(folder, place, name), 'utf8')))
  const recorded = ['replies', 'always'].flatMap(read).filter((one) => one.recorded)
  return [nearMisses(recorded, {tool, args})].filter(Boolean)
}

/** A pattern is {pattern, flags}, and is compared with the words joined by blanks; anything else must be the same. */
function matches(expected, actual) {
  if (expected.pattern === undefined) return JSON.stringify(expected) === JSON.stringify(actual)
  return new RegExp(expected.pattern, expected.flags).test([actual].flat().join(' '))
}

async function answer({stdout = '', stderr = '', exitCode = 0, afterMs = 0, until}) {
  process.exitCode = exitCode
  if (until !== undefined) return waitForSignal(until, stdout)
  if (afterMs > 0) await new Promise((resolve) => setTimeout(resolve, afterMs))
  process.stdout.write(stdout)
  process.stderr.write(stderr)
}

/** Prints, and then waits: `until` says with which code each signal ends it. Others have their usual effect. */
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
