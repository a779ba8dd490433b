import {existsSync, rmSync, statSync} from 'node:fs'
import {join} from 'node:path'

import {whileLocked} from './lock.mjs'
import {step, StepFailed} from './step.mjs'

/**
 * Installs exactly the packages of package-lock.json, unless that was done since the file last changed. `dev`: also
 * what tests, lint and documentation need. That is more than half of the packages, and rde does not need it to run; if
 * already installed, it is kept.
 */
export async function ensureDependencies(root, options) {
  const dev = options.dev || hasTestTools(root)
  if (isInstalled(root, dev)) return
  await whileLocked(join(root, '.prepare-workspace.lock'), async (lock) => {
    if (!isInstalled(root, dev)) await install(root, dev, lock)
  })
}

function isInstalled(root, dev) {
  if (dev && !hasTestTools(root)) return false
  return modified(record(root)) >= modified(join(root, 'package-lock.json'))
}

function hasTestTools(root) {
  return existsSync(join(root, 'node_modules/mocha/package.json'))
}

/** npm writes this file last: it exists if an install was completed. */
const record = (root) => join(root, 'node_modules', '.package-lock.json')

async function install(root, dev, lock) {
  // Removed first: if npm is killed while it clears node_modules, the file must not remain.
  rmSync(record(root), {force: true})
  const args = ['ci', dev ? '--include=dev' : '--omit=dev', '--no-audit', '--no-fund', '--loglevel=error']
  const {exitCode, output} = await step('installing dependencies (npm ci)', {file: 'npm', args, cwd: root, lock})
  if (exitCode === 0) return
  if (exitCode === shellFoundNoProgram) throw new StepFailed(npmMissing, 3)
  throw new StepFailed(`npm could not install rde's dependencies. Its last words:

${lastLines(output, 10)}

  With a network, try again:   npm ci

RDE_INSTALL_FAILED`)
}

const shellFoundNoProgram = 127

const npmMissing = `npm is not on PATH. It installs what rde is built with, and usually comes with Node.

  Get Node with npm:   https://nodejs.org/en/download

RDE_NPM_MISSING`

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
