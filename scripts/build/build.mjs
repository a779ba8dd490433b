import {spawnSync} from 'node:child_process'
import {utimesSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'

import {StepFailed} from './step.mjs'

/** Bundles the sources into `dist`, and writes the stamp file: ./rde rebuilds if a source is newer. */
export async function build(root) {
  // A source that is edited during the build is newer than this, so it counts as changed.
  const started = new Date()
  const out = join(root, 'dist')
  process.stderr.write('rde: building ... ')
  try {
    // A dynamic import: a fresh checkout has no esbuild until its dependencies are installed.
    const {bundle} = await import('./bundle.mjs')
    await bundle(root, out)
    listCommands(out)
  } catch (error) {
    process.stderr.write('failed\n')
    throw new StepFailed(`${await describe(error)}

rde could not be built.

  See which sources you changed:                 git status
  If you changed none, install and build anew:   rm -rf node_modules dist && ./rde

RDE_BUILD_FAILED`)
  }
  const stamp = join(out, '.built')
  writeFileSync(stamp, 'Sources newer than this file have not been built.\n')
  utimesSync(stamp, started, started)
  process.stderr.write(`${((Date.now() - started) / 1000).toFixed(1)} s\n`)
}

/** Writes oclif.manifest.json into a bundle. */
export function listCommands(out) {
  const script = fileURLToPath(new URL('list-commands.mjs', import.meta.url))
  const {status, stderr} = spawnSync(process.execPath, [script, out], {encoding: 'utf8'})
  if (status !== 0) throw new Error(stderr)
}

async function describe(error) {
  if (!Array.isArray(error.errors)) return error.message
  const {formatMessages} = await import('esbuild')
  return (await formatMessages(error.errors, {kind: 'error'})).join('').trim()
}
