#!/usr/bin/env node
// Prepares this checkout: installs dependencies, then builds. Started by ./rde when something changed, and before the
// tests (`--dev`: with their dependencies). Prints only to stderr: stdout is for the output of rde.
import {existsSync} from 'node:fs'
import {delimiter, join} from 'node:path'
import {fileURLToPath} from 'node:url'

import {unsupportedNode} from '../packages/cli/bin/supported-node.js'
import {build} from './build/build.mjs'
import {ensureDependencies} from './build/dependencies.mjs'
import {StepFailed} from './build/step.mjs'
import {requireWritable} from './build/writable.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))

try {
  const problem = unsupportedNode()
  if (problem) throw new StepFailed(problem, 3)
  requireWritable(root)
  const first = !existsSync(join(root, 'dist/.built'))
  await ensureDependencies(root, {dev: process.argv.includes('--dev')})
  await build(root)
  if (first && !isOnPath('rde'))
    process.stderr.write(`rde: to type rde anywhere: ln -s '${join(root, 'rde')}' ~/.local/bin/rde\n`)
} catch (error) {
  if (!(error instanceof StepFailed)) throw error
  process.stderr.write(`${error.message}\n`)
  process.exitCode = error.exitCode
}

function isOnPath(name) {
  const folders = (process.env.PATH ?? '').split(delimiter)
  return folders.some((folder) => folder !== '' && existsSync(join(folder, name)))
}
