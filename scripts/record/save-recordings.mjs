import {mkdirSync, readdirSync, rmSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'

import {scrub} from './scrub.mjs'

/** Calls about the machine, with the same answer in every scene. */
const ofMachine = new Set(['version', 'info', 'context-inspect'])

/**
 * Writes the calls of a scene as `<tool>-<version>/<scene>.<call>.json`. Of calls with the same arguments only the last
 * one is kept (the state after the scene), unless the scene is kept `whole`: then each gets a number. Removes earlier
 * recordings of the scene, of any version.
 */
export function saveRecordings(calls, {scene, whole = false, folder, versions, ...scrubOptions}) {
  removeRecordings(scene, folder)
  const scrubbed = withoutWatching(calls).map((call) => scrub(call, scrubOptions))
  const kept = whole
    ? scrubbed
    : new Map(scrubbed.map((call) => [JSON.stringify([call.tool, call.args]), call])).values()
  const taken = new Set()
  for (const {tool, args, stdin, stdout, stderr, exitCode} of kept) {
    const name = nameOf({tool, args}, scene, taken)
    const toolFolder = join(folder, `${tool}-${versions[tool]}`)
    mkdirSync(toolFolder, {recursive: true})
    const input = stdin === undefined ? {} : {stdin: lines(stdin)}
    const recording = {args, ...input, exitCode, stdout: lines(stdout), stderr: lines(stderr)}
    writeFileSync(join(toolFolder, `${name}.json`), `${JSON.stringify(recording, null, 2)}\n`)
  }
}

/** Drops the calls during `k3d … create`: their number depends on its duration, which is zero in a replay. */
export function withoutWatching(calls) {
  const work = calls.filter(({tool, args}) => tool === 'k3d' && args[1] === 'create')
  return calls.filter((call) => !work.some(({begin, end}) => call.begin > begin && call.end < end))
}

function removeRecordings(scene, folder) {
  for (const entry of readdirSync(folder, {recursive: true, withFileTypes: true}))
    if (entry.isFile() && entry.name.startsWith(`${scene}.`)) rmSync(join(entry.parentPath, entry.name))
}

function nameOf({tool, args}, scene, taken) {
  const call = callName(tool, args)
  const wanted = `${ofMachine.has(call) ? 'machine' : scene}.${call}`
  let name = wanted
  for (let number = 2; taken.has(`${tool} ${name}`); number += 1) name = `${wanted}-${number}`
  if (!ofMachine.has(call)) taken.add(`${tool} ${name}`)
  return name
}

/** `network-ls`, `ps`, `cluster-create`, `get`. */
export function callName(tool, args) {
  const words = args.filter((word) => /^[a-z]+$/.test(word))
  const two = tool === 'k3d' || ['network', 'volume', 'context'].includes(args[0])
  const name = words.slice(0, two ? 2 : 1).join('-')
  return name === '' ? args[0].replace(/^-+/, '') : name
}

function lines(text) {
  return text.split('\n')
}
