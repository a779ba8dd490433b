import {contributedPhases} from '@rde/plugin-kit/contribution'
import {phaseContexts} from '@rde/plugin-kit/phase-contexts'
import {planPhases} from '@rde/plugin-kit/plan-phases'
import {runPhases} from '@rde/plugin-kit/run-phases'
import type {Phase} from '@rde/plugin-kit'
import type {RdeConfig} from '@rde/config'

import type {ImageContext} from '../image-context.js'

/** What brings config.json's digests to the running services; the plugin that knows their chart contributes it. */
const phaseIds = ['helm-values', 'relay-core', 'probe-run']

/** Whether an image runs by config.json's Helm values: the image of a service. */
export function isServiceImage(reference: string, config: RdeConfig): boolean {
  return namedIn(config.helm.values, reference).length > 0
}

/** Whether the Helm values still name other content of it. */
export function isReleased({reference, digest}: {reference: string; digest: string}, config: RdeConfig): boolean {
  return namedIn(config.helm.values, reference).every((text) => text === `${reference}@${digest}`)
}

function namedIn(value: unknown, reference: string): string[] {
  if (typeof value === 'string') return value === reference || value.startsWith(`${reference}@`) ? [value] : []
  if (typeof value !== 'object' || value === null) return []
  return Object.values(value).flatMap((part) => namedIn(part, reference))
}

export type PhasesOf = (config: RdeConfig) => Promise<readonly Phase[]>

/** All phases that the plugins contribute for a configuration. */
export function phasesOf(
  oclif: Parameters<typeof contributedPhases>[0],
  data: ImageContext['session']['data'],
): PhasesOf {
  return (config) => contributedPhases(oclif, {config, data})
}

/** Writes the values and upgrades the release, by the very phases of `cluster start`: which then has nothing to do. */
export async function releaseServices(phasesFor: PhasesOf, context: ImageContext): Promise<void> {
  const {session, config, updateConfig, children, signal, report} = context
  const phases = planPhases(await phasesFor(config()), {only: phaseIds, config: config()})
  const observer = {
    started() {},
    reported: ({title}: Phase, line: string) => report(`${title}: ${line}`),
    ended() {},
    failed() {},
  }
  await runPhases(phases, {signal, observer, context: phaseContexts(session, {config, updateConfig}, children)})
}
