// play-target.ts TARGET SEED INPUTS: sends each input before it is read, and the result at the end. Started by main.ts.
import {setImmediate as nextTurn} from 'node:timers/promises'

import fc from 'fast-check'

import {bridge} from './bridge.js'
import {configKeys} from './config-keys.js'
import {expressions} from './expressions.js'
import {metadataApi} from './metadata-api.js'
import {references} from './references.js'
import type {Target} from './target.js'
import {workflowFile} from './workflow-file.js'

export type Message = {readonly input: string} | {readonly holds: boolean; readonly lines: readonly string[]}

const targets: Readonly<Record<string, () => unknown>> = {
  'workflow-file': () => workflowFile,
  expressions: () => expressions,
  references: () => references,
  'config-keys': () => configKeys,
  bridge,
  'metadata-api': metadataApi,
}

const [target = '', seed, numRuns] = process.argv.slice(2)
const say = (message: Message) => void process.send!(message)
const {inputs, read, close} = (await targets[target]!()) as Target
let refused = 0
const property = fc.asyncProperty(inputs, async (input) => {
  say({input: shortened(JSON.stringify(input))})
  // Without a pause, a synchronous reader would keep the message from being sent.
  await nextTurn()
  if ((await read(input)) !== undefined) refused += 1
})
const {
  failed,
  numRuns: ran,
  errorInstance,
  counterexample,
} = await fc.check(property, {
  seed: Number(seed),
  numRuns: Number(numRuns),
})
await close?.()
if (failed) {
  say({
    holds: false,
    lines: [
      `${String(errorInstance)}, after ${ran} inputs`,
      `the smallest input: ${shortened(JSON.stringify(counterexample))}`,
    ],
  })
} else {
  say({holds: true, lines: [`${ran} inputs, ${refused} of them refused`]})
}

function shortened(text: string): string {
  return text.length <= 1_000 ? text : `${text.slice(0, 800)} … ${text.slice(-200)} (${text.length} characters)`
}
