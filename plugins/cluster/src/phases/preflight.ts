import type {ClusterPorts, RdeConfig} from '@rde/config'
import {exitCodes, isRdeError} from '@rde/errors'
import {containers, engineState, imageIds, type Phase, type PhaseContext} from '@rde/plugin-kit'
import type {ChosenStack} from '@rde/stack'
import {
  checkContext,
  dockerChecks,
  failOn,
  parts,
  portsFree,
  preflightChecks,
  runChecks,
  toolsOfCluster,
  type CheckContext,
  type CheckResult,
} from '@rde/toolchain'

import {choosePorts, portNotes, portsOfOthers, wantedPorts} from '../containers/ports.js'
import {checkFolder} from '../images/check-folder.js'
import {checkImages} from '../images/check-images.js'
import {clusterImages} from '../images/cluster-images.js'
import {checkNodeImages} from '../images/check-node-images.js'

/** The remedy for machines without Docker. */
const withoutDocker = {
  what: 'Or run a workflow without Docker',
  command: 'rde workflow init hello && rde workflow run hello.yaml --on host',
}

/** The checks that do not depend on the cluster's ports. */
const beforePorts = preflightChecks.filter((check) => check !== portsFree)

/** Checks everything that could prevent a start, before anything is created. `stack`: the stack to install, if any. */
export function preflight(stack?: ChosenStack): Phase {
  return {
    id: 'preflight',
    title: 'Machine',
    deadlineMs: 120_000,
    asks: [engineState, ...(stack === undefined ? [] : [imageIds])],

    async run(context) {
      const checks = machineOf(context)
      const [plan, machine] = await Promise.all([planPorts(context, checks), runChecks(beforePorts, checks)])
      const {ports, wanted, notes, exists, running} = plan
      const results = [...machine, ...(await runChecks([portsFree], {...checks, ports: wanted}))]
      // Finding the images needs Docker, helm and the address of the future registry.
      const inFlight = {...context, config: () => withPorts(context.config(), ports)}
      const usable = results.every(isUsable)
      // A complete folder also contains these; a separate phase loads them.
      const pulled = usable && !exists && stack?.layout === undefined
      const nodeImages = pulled ? await checkNodeImages(context, await k3dVersionOf(checks)) : []
      const images = stack === undefined || !usable ? [] : await imagesOf(stack, inFlight, checks)
      const engine = await checks.engine.state()
      const others = engine.kind === 'answers' ? [] : [withoutDocker]
      failOn([...results, ...nodeImages, ...images], undefined, others)
      if (notes.length > 0) await context.updateConfig((config) => withPorts(config, ports))
      // These warnings were shown when the cluster was started.
      const warned = running ? [] : warnings(results)
      return {
        changed: notes.length > 0,
        detail: results.find(({id}) => id === 'tools')?.detail ?? '',
        notes: [...notes, ...warned],
      }
    },

    async preview(context) {
      const checks = machineOf(context)
      failOn(await runChecks(dockerChecks, checks), 'Nothing was changed.')
      const {ports} = await planPorts(context, checks)
      await context.updateConfig((config) => withPorts(config, ports))
      return []
    },
  }
}

async function imagesOf(stack: ChosenStack, context: PhaseContext, checks: CheckContext) {
  const {layout} = stack
  if (layout === undefined) return checkImages(stack, context)
  const containers = clusterImages(context.config().cluster.k3sImage, await k3dVersionOf(checks))
  return checkFolder({stack, layout, containers, nodes: stack.declared.nodeImages}, context)
}

async function k3dVersionOf({toolchain}: CheckContext): Promise<string | undefined> {
  return (await toolchain.examine(['k3d'])).found.k3d?.version
}

function machineOf({runner, data, config, answers}: PhaseContext): CheckContext {
  const {cluster, stack} = config()
  const tools = toolsOfCluster(config())
  const engine = {state: () => answers.of(engineState)}
  return checkContext({runner, data, engine, tools, stackSource: stack.source, nodeImage: cluster.k3sImage})
}

function withPorts(config: RdeConfig, ports: ClusterPorts): RdeConfig {
  return {...config, cluster: {...config.cluster, ...ports}}
}

/** False if a tool or Docker is known to be missing: then no tool is called. */
function isUsable({status, problem}: CheckResult): boolean {
  return status !== 'error' || problem.exitCode !== exitCodes.toolUnavailable
}

async function planPorts(context: PhaseContext, checks: CheckContext) {
  const {identity, config, data} = context
  const before = config().cluster
  const inventory = await inventoryIfAnswered(context, checks)
  if (inventory === undefined) return {ports: before, wanted: [], notes: [], exists: true, running: false}
  const exists = parts(inventory).length > 0
  const ports = exists ? before : await choosePorts(config(), identity, await portsOfOthers(data))
  const running = inventory.servers.some(({state}) => state === 'running')
  return {ports, wanted: wantedPorts(ports, inventory), notes: portNotes(ports, identity, before), exists, running}
}

/** A silent or remote Docker is reported by its own check, together with everything else. */
async function inventoryIfAnswered({answers}: PhaseContext, checks: CheckContext) {
  if ((await checks.engine.state()).kind !== 'answers') return undefined
  return answers.of(containers).catch((error: unknown) => {
    if (isRdeError(error)) return undefined
    throw error
  })
}

/** Each warning with the command that fixes it. */
function warnings(results: readonly CheckResult[]): string[] {
  const found = results.filter(({status}) => status === 'warning')
  return found.map(({detail, remedies: [remedy]}) => (remedy ? `${detail}\n    ${remedy.command}` : detail))
}
