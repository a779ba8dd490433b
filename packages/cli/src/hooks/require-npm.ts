import {createRequire} from 'node:module'

import type {Hook} from '@oclif/core'

import {findProgram} from '@rde/process-runner/environment/find-program'

import {noNpm} from '../services/plugins/no-npm.js'

/** oclif installs plugins with npm, and prints only "not found: npm" if npm is missing. */
const requireNpm: Hook<'plugins:preinstall'> = async ({plugin}) => {
  if (isBundled() || findProgram('npm') !== undefined) return
  throw noNpm(nameOf(plugin))
}
export default requireNpm

/** In a checkout, npm is a dependency. */
function isBundled(): boolean {
  try {
    createRequire(import.meta.url).resolve('npm/package.json')
    return true
  } catch {
    return false
  }
}

function nameOf(plugin: {name?: string; url?: string; tag?: string}): string {
  if (plugin.url !== undefined) return plugin.url
  return plugin.tag === undefined || plugin.tag === 'latest' ? plugin.name! : `${plugin.name}@${plugin.tag}`
}
