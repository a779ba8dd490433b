import {existsSync, mkdirSync, rmSync, utimesSync, writeFileSync} from 'node:fs'
import {dirname, join} from 'node:path'

import {builtPackages, lacksOutput, orphans} from './build-output.mjs'
import {step, StepFailed} from './step.mjs'

/** Compiles all packages, and leaves the stamp that ./rde compares every source with. */
export async function build(root, lock) {
  const packages = builtPackages(root)
  // Before the stamp's time: a new folder changes its parent, which ./rde looks at.
  for (const folder of packages) mkdirSync(join(folder, 'dist'), {recursive: true})
  // What is edited while the compiler runs is newer than this, so it counts as changed.
  const time = new Date()
  // A command whose source is gone must be gone, too: oclif finds commands by looking into dist.
  for (const path of packages.flatMap(orphans)) rmSync(path)
  await compile(root, lock, [])
  // tsc believes its own notes of what it wrote: where files are missing all the same, it must be told.
  if (packages.some(lacksOutput)) await compile(root, lock, ['--force'])
  if (existsSync(join(root, 'packages', 'cli', 'package.json'))) await listCommands(root, lock)
  // Written by us: no reason to build again.
  for (const folder of packages.filter((folder) => existsSync(join(folder, 'oclif.manifest.json'))))
    for (const path of [join(folder, 'oclif.manifest.json'), folder]) utimesSync(path, time, time)
  writeStamp(join(root, 'node_modules', '.cache', 'rde', 'built'), time)
}

async function listCommands(root, lock) {
  const args = [join(root, 'scripts', 'prepare', 'manifests.mjs')]
  const {exitCode, output} = await step('listing the commands', {file: process.execPath, args, cwd: root, lock})
  if (exitCode !== 0) throw new StepFailed(`${output}\nrde could not be built. RDE_BUILD_FAILED`)
}

async function compile(root, lock, options) {
  const args = [join(root, 'node_modules', 'typescript', 'lib', 'tsc.js'), '-b', ...options]
  const {exitCode, output} = await step('building', {file: process.execPath, args, cwd: root, lock})
  if (exitCode !== 0) throw new StepFailed(`${output}\nrde could not be built. RDE_BUILD_FAILED`)
}

function writeStamp(path, time) {
  mkdirSync(dirname(path), {recursive: true})
  writeFileSync(path, 'Sources newer than this file have not been built.\n')
  utimesSync(path, time, time)
}
