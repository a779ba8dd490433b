import coerce from 'semver/functions/coerce.js'

import {exitCodes, type Remedy} from '@rde/errors'

import {fetchMissingTools, isFetchable} from '../managed-tools/fetch-missing-tools.js'
import type {ToolProblem, UsableTool} from '../tools/toolchain.js'
import type {ToolName} from '../tools/tools.js'
import {failure, ok, type Check, type CheckContext, type Finding} from './check.js'

const downloadRemedy = ({length}: readonly Remedy[]) => ({
  what: length === 0 ? 'Let rde download what is missing' : 'Let rde download the others',
  command: 'rde doctor --fix',
})

export const toolsCheck: Check = {
  id: 'tools',
  category: 'tools',
  title: 'Tools',
  problem: {code: 'RDE_TOOLS', exitCode: exitCodes.toolUnavailable},

  async run(context) {
    const {found, problems} = await context.toolchain.examine(context.tools)
    const reported = (await isDockerSilent(context, problems))
      ? problems.filter(({silent}) => silent !== true)
      : problems
    return reported.length === 0 ? ok(await versionsOf(found, context)) : failureOf(reported, context)
  },
}

/** If so, the Docker check reports it, and a tool that waits for Docker is not a problem. */
async function isDockerSilent({engine}: CheckContext, problems: readonly ToolProblem[]): Promise<boolean> {
  return problems.some(({silent}) => silent) && (await engine.state()).kind !== 'answers'
}

/** The finding for missing or outdated tools; undefined if there are none. Does not ask the engine. */
export async function missingTools(context: CheckContext): Promise<Finding | undefined> {
  const {problems} = await context.toolchain.examine(context.tools)
  return problems.length === 0 ? undefined : failureOf(problems, context)
}

function failureOf(problems: readonly ToolProblem[], context: CheckContext): Finding {
  const detail = problems.map(({what}) => what).join('\n')
  const mend = fetchMissingTools(problems, context)
  // Tools that rde cannot download come first: without Docker the others are useless.
  const byHand = problems.filter((problem) => !isFetchable(problem, context)).flatMap(({remedies}) => remedies)
  return mend === undefined ? failure(detail, ...byHand) : {...failure(detail, ...byHand, downloadRemedy(byHand)), mend}
}

/** The engine runs the cluster; the client's version is shown only if it differs. */
async function versionsOf(found: Partial<Record<ToolName, UsableTool>>, {engine}: CheckContext): Promise<string> {
  const state = await engine.state()
  const served = state.kind === 'answers' ? coerce(state.info.serverVersion)?.version : undefined
  const shown = ([name, {version}]: [string, UsableTool]) =>
    name === 'docker' && served !== undefined && served !== version
      ? `Docker ${served} (client ${version})`
      : `${name === 'docker' ? 'Docker' : name} ${version}`
  return Object.entries(found).map(shown).join(', ')
}
