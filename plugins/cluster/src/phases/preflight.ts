import {isRdeError} from '@rde/errors'
import type {Phase, PhaseContext} from '@rde/plugin-kit'
import {checkContext, failOn, parts, preflightChecks, runChecks, takeInventory, type CheckResult} from '@rde/toolchain'

import {choosePorts, portNotes, wantedPorts} from '../wanted-ports.js'

/** Whatever could be in the way, all at once, before anything is created. */
export const preflight: Phase = {
  id: 'preflight',
  title: 'Machine',
  deadlineMs: 60_000,

  async run(context) {
    const {ports, wanted, notes} = await planPorts(context)
    const needs = {
      runner: context.runner,
      data: context.data,
      tools: ['docker', 'k3d', 'kubectl'] as const,
      ports: wanted,
    }
    const results = await runChecks(preflightChecks, checkContext(needs))
    failOn(results)
    if (notes.length > 0) await context.updateConfig((config) => ({...config, cluster: {...config.cluster, ...ports}}))
    const tools = results.find(({id}) => id === 'tools')?.detail ?? ''
    return {changed: notes.length > 0, detail: tools, notes: [...notes, ...warnings(results)]}
  },

  async preview(context) {
    const {ports} = await planPorts(context)
    await context.updateConfig((config) => ({...config, cluster: {...config.cluster, ...ports}}))
    return []
  },
}

async function planPorts({docker, identity, config}: PhaseContext) {
  const before = config().cluster
  const inventory = await takeInventory(docker, identity).catch((error: unknown) => {
    // That Docker does not answer is told by its own check, together with everything else.
    if (isRdeError(error)) return undefined
    throw error
  })
  if (inventory === undefined) return {ports: before, wanted: [], notes: []}
  const ports = parts(inventory).length > 0 ? before : await choosePorts(config(), identity)
  return {ports, wanted: wantedPorts(ports, inventory), notes: portNotes(ports, identity, before)}
}

/** Each warning with the command that is its remedy. */
function warnings(results: readonly CheckResult[]): string[] {
  const found = results.filter(({status}) => status === 'warning')
  return found.map(({detail, remedies: [remedy]}) => (remedy ? `${detail}\n    ${remedy.command}` : detail))
}
