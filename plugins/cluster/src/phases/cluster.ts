import {stat} from 'node:fs/promises'

import {containers, type Phase, type PhaseContext} from '@rde/plugin-kit'
import {proxyForNodes} from '@rde/toolchain'

import {actionStep, countAgents} from '../containers/apply-actions.js'
import {clusterActions, type ClusterAction} from '../containers/cluster-actions.js'
import {confirmOwner, describeOwner, foreignOwner, isAccepted} from '../containers/cluster-owner.js'
import {needsRecreation, runningShape} from '../containers/running-shape.js'
import {startFailure} from '../containers/start-failure.js'

/** Creates, starts or repairs the containers, the registry before the nodes. */
export const cluster: Phase = {
  id: 'cluster',
  title: 'Cluster',
  after: ['config', 'cluster-images'],
  deadlineMs: 480_000,
  asks: [containers],

  async confirm(context, {yes}) {
    const inventory = await context.answers.ifAnswered(containers)
    const owner = inventory && foreignOwner(inventory, context.data)
    if (owner === undefined) return
    await confirmOwner(owner, context, {
      yes,
      question: 'Use it from here, too?',
      refused: 'Not started.',
      instead: 'rde cluster start --yes',
    })
    // The user may have taken a while to answer.
    context.answers.forget()
  },

  async run(context) {
    const {inventory, actions} = await decide(context)
    const done: string[] = []
    const unusable = proxyNotes(actions, context)
    for (const action of actions) {
      const {doing, done: result, perform} = actionStep(action, context, inventory)
      context.report(doing)
      context.answers.forget()
      await perform().catch(async (error: unknown) => {
        throw await startFailure(error, context)
      })
      done.push(result)
    }
    const wanted = await context.updateConfig((stored) => stored)
    const waiting = needsRecreation(wanted.cluster, runningShape(inventory))
    const later = waiting.map(
      ({key, wanted, running}) =>
        `${key} is ${String(wanted)} in config.json, but ${String(running)} in the cluster. To change it: rde cluster delete && rde cluster start`,
    )
    const detail = done.length > 0 ? done.join('; ') : `1 server and ${countAgents(inventory.agents.length)} run`
    return {changed: done.length > 0, detail, notes: [...unusable, ...later]}
  },

  async preview(context) {
    const {inventory, actions} = await decide(context)
    const owner = foreignOwner(inventory, context.data)
    const question =
      owner === undefined || (await isAccepted(owner, context.data))
        ? []
        : [`# asks first: the cluster was ${describeOwner(owner)}`]
    return [...question, ...actions.flatMap((action) => actionStep(action, context, inventory).lines)]
  },
}

/** The proxy settings of this terminal that the nodes of a new cluster do not get. */
function proxyNotes(actions: readonly ClusterAction[], {config}: PhaseContext): readonly string[] {
  const isMade = actions.some((action) => action.do === 'create')
  return isMade && config().cluster.proxy === undefined ? proxyForNodes(process.env).notes : []
}

async function decide(context: PhaseContext) {
  const {data, config} = context
  const [inventory, createUnderWay] = await Promise.all([context.answers.of(containers), exists(data.createMarker)])
  const leftovers = inventory.containers.length > 0 && !createUnderWay ? [] : await orphans(context)
  const known = config().kubeconfig !== null
  return {
    inventory,
    actions: clusterActions({inventory, leftovers, agents: config().cluster.agents, known, createUnderWay}),
  }
}

/**
 * The networks and volumes that a killed create or delete leaves without containers. The registry's volume is a cache,
 * not a leftover.
 */
async function orphans({docker, identity}: PhaseContext): Promise<string[]> {
  const [networks, volumes] = await Promise.all([
    docker.networks([identity.network]),
    docker.volumes([identity.imagesVolume]),
  ])
  return [...networks, ...volumes]
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  )
}
