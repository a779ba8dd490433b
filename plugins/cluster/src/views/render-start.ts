import {resolve} from 'node:path'

import type {RdeConfig} from '@rde/config'
import {renderCommands} from '@rde/errors'
import {formatDuration} from '@rde/plugin-kit'

import type {NamedSetting} from '../providers/settings.js'
import type {PhasePreview} from '../services/preview-start.js'
import type {StartResult} from '../services/start.js'

/** The final output of `cluster start`: duration, longest chain and next commands. */
export function renderStart({changed, seconds, criticalPath}: StartResult): string {
  const took = formatDuration(seconds * 1_000)
  if (!changed) return `The cluster is running and healthy; nothing to change (${took}).`
  const chain = criticalPath.length > 1 ? ` (longest chain: ${criticalPath.join(' → ')})` : ''
  return [`The cluster is ready after ${took}${chain}.`, '', renderCommands(nextCommands)].join('\n')
}

/** The notes of the phases, for standard error. */
export function renderNotes({phases}: Pick<StartResult, 'phases'>): string[] {
  return phases.flatMap(({notes = []}) => notes).map((note) => `  ● ${note}`)
}

const nextCommands = [
  ['rde kubectl get nodes', 'list the nodes'],
  ['rde kubectl get pods -A', 'list the pods'],
  ['rde cluster status', 'show the state of each part'],
] as const

/** The phases in order, each with the command lines that it would run now. */
export function renderPreview(previews: readonly PhasePreview[]): string {
  const blocks = previews.map(({id, after, commandLines}) => {
    const heading = after.length > 0 ? `# ${id} (after ${after.join(', ')})` : `# ${id}`
    return [heading, ...(commandLines.length > 0 ? commandLines : ['# nothing to run'])].join('\n')
  })
  return blocks.join('\n\n')
}

export interface ChosenFlags {
  readonly agents?: number | undefined
  readonly profile?: RdeConfig['stack']['profile'] | undefined
  readonly stack?: string | undefined
}

/** The settings under `cluster` that the flags of `cluster start` change; they have no effect on some clusters. */
export function clusterSettingsOf({agents}: ChosenFlags): NamedSetting[] {
  return agents === undefined ? [] : [{key: 'agents', typed: '--agents'}]
}

/** Applies the flags of `cluster start` that change settings. */
export function chosenOnCommandLine({agents, profile, stack}: ChosenFlags) {
  return (config: RdeConfig): RdeConfig => ({
    ...config,
    cluster: {...config.cluster, ...(agents !== undefined && {agents})},
    stack: {
      ...config.stack,
      ...(profile !== undefined && {profile}),
      ...(stack !== undefined && {source: resolve(stack)}),
    },
  })
}
