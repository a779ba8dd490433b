import coerce from 'semver/functions/coerce.js'
import satisfies from 'semver/functions/satisfies.js'

import {exitCodes} from '@rde/errors'

import type {ToolName} from '../tools/tools.js'
import {managedVersion} from '../managed-tools/managed-tools.js'
import {ok, warning, type Check} from './check.js'

/** Versions that rde was tested with (docs/compatibility.md). The tools check reports versions below the minimum. */
const tested: Partial<Record<ToolName, string>> = {
  docker: '<=29',
  k3d: '<5.10',
  // Kubernetes supports a kubectl within one minor version of the cluster's.
  kubectl: '>=1.32 <1.35',
  helm: '<4',
}

export const testedVersions: Check = {
  id: 'tested-versions',
  category: 'tools',
  title: 'Tested versions',
  problem: {code: 'RDE_TOOL_UNTESTED', exitCode: exitCodes.failed},

  async run({toolchain, tools}) {
    const {found} = await toolchain.examine(tools)
    const others = Object.entries(found).filter(([name, {version}]) => !isTested(name as ToolName, version))
    if (others.length === 0) return ok('rde was tested with the versions of all tools')
    return warning(
      others.map(([name, {version}]) => `rde was not tested with ${name} ${version}.`).join('\n'),
      ...others.map(([name]) => ({
        what: `If ${name} causes problems, use the tested version`,
        command: `export ${`RDE_${name}`.toUpperCase()}=/path/to/${name}${versionOf(name)}`,
      })),
    )
  },
}

function isTested(name: ToolName, version: string): boolean {
  const comparable = coerce(version)
  return comparable === null || satisfies(comparable, tested[name] ?? '*')
}

const versionOf = (name: string) => (name === 'docker' ? '' : `-${managedVersion(name as 'k3d')}`)
