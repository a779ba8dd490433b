#!/usr/bin/env node
// Makes this checkout ready to run: dependencies, then the build. Started by ./rde when something changed, and before
// the tests. All that it says goes to stderr, since stdout belongs to whoever called rde.
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'

import {unsupportedNode} from '../packages/cli/bin/supported-node.js'
import {build} from './prepare/build.mjs'
import {ensureDependencies} from './prepare/dependencies.mjs'
import {whileLocked} from './prepare/lock.mjs'
import {StepFailed} from './prepare/step.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))

async function prepare() {
  const problem = unsupportedNode()
  if (problem) throw new StepFailed(problem, 3)
  await whileLocked(join(root, '.prepare-workspace.lock'), async (lock) => {
    await ensureDependencies(root, lock)
    await build(root, lock)
  })
}

try {
  await prepare()
} catch (error) {
  if (!(error instanceof StepFailed)) throw error
  process.stderr.write(`${error.message}\n`)
  process.exitCode = error.exitCode
}
