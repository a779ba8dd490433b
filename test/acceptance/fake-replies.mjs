// Reads the replies that fake-tools.ts wrote to a folder, and records calls. Plain JavaScript: each fake tool loads it.
import {appendFileSync, readFileSync, readdirSync, renameSync} from 'node:fs'
import {join} from 'node:path'

import {isSameCall, nearMisses} from '../../packages/process-runner/src/testing/same-call.js'

/**
 * Takes the reply to a call: the first unused one, else the newest permanent one. Undefined if there is none, or if
 * `accepts` refuses the reply, which then stays unused.
 */
export function takeReply(folder, call, accepts = () => true) {
  for (const [name, reply] of entries(folder, 'replies')) {
    if (!answers(reply, call)) continue
    if (!accepts(reply)) return undefined
    if (claim(folder, name)) return reply
  }
  const standing = entries(folder, 'always').map(([, reply]) => reply)
  return standing.reverse().find((reply) => answers(reply, call) && accepts(reply))
}

/** Appends a call to the journal of the folder; returns the reason if it is refused. */
export function noteCall(folder, {reply, stdin, ...call}) {
  const problem = problemOf(folder, {reply, stdin, ...call})
  appendFileSync(join(folder, 'calls'), `${JSON.stringify({...call, stdin, problem})}\n`)
  return problem
}

export const refusal = (tool, problem) => ({stderr: `fake ${tool}: ${problem}\n`, exitCode: 97})

function problemOf(folder, {tool, args, reply, stdin}) {
  if (reply === undefined)
    return [`unexpected call: ${JSON.stringify(args)}`, ...misses(folder, {tool, args})].join('\n')
  const stdinDiffers = reply.stdin !== undefined && !matches(reply.stdin, stdin)
  return stdinDiffers ? `unexpected standard input: ${JSON.stringify(stdin)}` : undefined
}

/** Uses a rename, so that two simultaneous calls cannot get the same reply. */
function claim(folder, name) {
  try {
    renameSync(join(folder, 'replies', name), join(folder, 'used', name))
    return true
  } catch (error) {
    return unlessTaken(error, false)
  }
}

function entries(folder, kind) {
  return readdirSync(join(folder, kind))
    .sort()
    .flatMap((name) => {
      try {
        return [[name, JSON.parse(readFileSync(join(folder, kind, name), 'utf8'))]]
      } catch (error) {
        return unlessTaken(error, [])
      }
    })
}

/** Another call was faster. */
function unlessTaken(error, value) {
  if (error.code !== 'ENOENT') throw error
  return value
}

/** A recording answers the recorded call; other replies answer their exact words, or words that match a pattern. */
function answers(reply, {tool, args}) {
  if (reply.recorded) return isSameCall(reply, {tool, args})
  return reply.tool === tool && matches(reply.args, args)
}

/** The recordings of the same verb and object, with the flags that differ. */
function misses(folder, call) {
  const replies = ['replies', 'always'].flatMap((kind) => entries(folder, kind).map(([, reply]) => reply))
  return [
    nearMisses(
      replies.filter(({recorded}) => recorded),
      call,
    ),
  ].filter(Boolean)
}

/** A pattern is {pattern, flags}, and is compared with the words joined by spaces; words must be equal. */
function matches(expected, actual) {
  if (expected.pattern === undefined) return JSON.stringify(expected) === JSON.stringify(actual)
  return new RegExp(expected.pattern, expected.flags).test([actual].flat().join(' '))
}
