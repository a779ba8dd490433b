import {rmSync, statSync} from 'node:fs'
import {join} from 'node:path'

import {step, StepFailed} from './step.mjs'

/** Installs exactly what package-lock.json says, unless that was done since the file last changed. */
export async function ensureDependencies(root, lock) {
  // npm writes this file last, so it tells that an install came to its end.
  const installed = join(root, 'node_modules', '.package-lock.json')
  if (modified(installed) >= modified(join(root, 'package-lock.json'))) return
  // Gone first: npm that is killed while it clears node_modules must not leave it behind.
  rmSync(installed, {force: true})
  const args = ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error']
  const {exitCode, output} = await step('installing dependencies (npm ci)', {file: 'npm', args, cwd: root, lock})
  if (exitCode === 0) return
  throw new StepFailed(`npm could not install rde's dependencies. Its last words:

${lastLines(output, 10)}

  With a network, try again:   npm ci

RDE_INSTALL_FAILED`)
}

function modified(path) {
  return statSync(path, {throwIfNoEntry: false})?.mtimeMs ?? -1
}

function lastLines(text, count) {
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  return lines
    .slice(-count)
    .map((line) => `  ${line}`)
    .join('\n')
}
