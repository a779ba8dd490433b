import type {ClusterIdentity} from '@rde/config'
import {isRdeError} from '@rde/errors'
import type {Phase, PhaseContext} from '@rde/plugin-kit'
import {
  checkContext,
  failOn,
  parts,
  preflightChecks,
  runChecks,
  takeInventory,
  type CheckContext,
  type CheckResult,
  type Docker,
} from '@rde/toolchain'

import type {StackParts} from '../components/stack-parts.js'
import {checkImages} from '../images/check-images.js'
import {choosePorts, portNotes, wantedPorts} from '../wanted-ports.js'

/** Whatever could be in the way, all at once, before anything is created. `parts`: the stack, if there is to be one. */
export function preflight(parts?: StackParts): Phase {
  return {
    id: 'preflight',
    title: 'Machine',
    deadlineMs: 120_000,

    async run(context) {
      const tools = ['docker', 'k3d', 'kubectl', ...(parts === undefined ? [] : ['helm' as const])] as const
      const checks = checkContext({runner: context.runner, data: context.data, tools})
      const {ports, wanted, notes} = await planPorts(context, checks)
      const [results, images] = await Promise.all([
        runChecks(preflightChecks, {...checks, ports: wanted}),
        parts === undefined ? [] : checkImages(parts, context),
      ])
      failOn([...results, ...images])
      if (notes.length > 0)
        await context.updateConfig((config) => ({...config, cluster: {...config.cluster, ...ports}}))
      const found = results.find(({id}) => id === 'tools')?.detail ?? ''
      return {changed: notes.length > 0, detail: found, notes: [...notes, ...warnings(results)]}
    },

    async preview(context) {
      const {ports} = await planPorts(context)
      await context.updateConfig((config) => ({...config, cluster: {...config.cluster, ...ports}}))
      return []
    },
  }
}

async function planPorts({docker, identity, config}: PhaseContext, checks?: CheckContext) {
  const before = config().cluster
  const inventory = await inventoryIfAnswered(docker, identity, checks)
  if (inventory === undefined) return {ports: before, wanted: [], notes: []}
  const ports = parts(inventory).length > 0 ? before : await choosePorts(config(), identity)
  return {ports, wanted: wantedPorts(ports, inventory), notes: portNotes(ports, identity, before)}
}

/** That Docker does not answer, or is elsewhere, is told by its own check, together with everything else. */
async function inventoryIfAnswered(docker: Docker, identity: ClusterIdentity, checks?: CheckContext) {
  if (checks && (await checks.engine.state()).kind !== 'answers') return undefined
  return takeInventory(docker, identity).catch((error: unknown) => {
    if (isRdeError(error)) return undefined
    throw error
  })
}

/** Each warning with the command that is its remedy. */
function warnings(results: readonly CheckResult[]): string[] {
  const found = results.filter(({status}) => status === 'warning')
  return found.map(({detail, remedies: [remedy]}) => (remedy ? `${detail}\n    ${remedy.command}` : detail))
}
