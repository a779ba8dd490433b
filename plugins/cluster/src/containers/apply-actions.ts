import type {PhaseContext} from '@rde/plugin-kit'
import {commandLine, type ProcessRequest} from '@rde/process-runner'
import type {ClusterInventory} from '@rde/toolchain'

import {adoptCluster} from './adopt-cluster.js'
import type {ClusterAction} from './cluster-actions.js'
import {createCluster, shapeOf} from './create-cluster.js'
import {findObjects, removeObjects} from './docker-leftovers.js'
import {registryRunArguments} from './registry-container.js'

/** One action: its messages, the work, and its command lines. */
export interface ActionStep {
  /** The message while it runs. */
  readonly doing: string
  /** The message afterwards. */
  readonly done: string
  perform(): Promise<unknown>
  /** For `--dry-run`. */
  readonly lines: readonly string[]
}

type Steps = {
  readonly [Kind in ClusterAction['do']]: (
    action: Extract<ClusterAction, {do: Kind}>,
    context: PhaseContext,
    inventory: ClusterInventory,
  ) => ActionStep
}

const steps: Steps = {
  clear: ({what}, {docker, k3d, identity, data}) => ({
    doing: `removing ${what}`,
    done: `removed ${what}`,
    perform: async () => {
      const context = {docker, identity, data}
      await removeObjects(context, await findObjects(context, {keepCache: true}))
    },
    lines: [line(k3d.deleteRequest())],
  }),
  create: (_, context) => ({
    doing: `creating 1 server and ${countAgents(context.config().cluster.agents)}`,
    done: `created: 1 server, ${countAgents(context.config().cluster.agents)}, registry on port ${context.config().cluster.registryPort}`,
    perform: () => createCluster(context),
    lines: [line(context.k3d.createRequest(shapeOf(context)))],
  }),
  'restore-registry': (_, {docker, identity, config}) => {
    const args = registryRunArguments(identity, config().cluster.registryPort)
    return {
      doing: 'creating the registry again',
      done: 'registry created again with its images',
      perform: () => docker.run(args),
      lines: [line({file: 'docker', args: ['run', '--detach', ...args]})],
    }
  },
  'start-registry': ({names}, {docker}) => ({
    doing: 'starting the registry',
    done: 'registry started',
    perform: () => docker.start(names),
    lines: [line({file: 'docker', args: ['start', ...names]})],
  }),
  unpause: ({names}, {docker}) => ({
    doing: `unpausing ${names.join(', ')}`,
    done: `unpaused ${names.join(', ')}`,
    perform: () => docker.unpause(names),
    lines: [line({file: 'docker', args: ['unpause', ...names]})],
  }),
  'start-nodes': ({names}, {k3d}) => ({
    doing: `starting ${names.join(', ')}`,
    done: `started ${names.join(', ')}`,
    perform: () => k3d.start(),
    lines: [line(k3d.startRequest())],
  }),
  'add-agents': ({names}, {k3d}) => ({
    doing: `adding ${names.join(', ')}`,
    done: `added ${names.join(', ')}`,
    perform: async () => {
      for (const name of names) await k3d.addAgent(name)
    },
    lines: names.map((name) => line(k3d.addAgentRequest(name))),
  }),
  adopt: (_, context, inventory) => ({
    doing: 'asking k3d for the kubeconfig',
    done: 'kubeconfig saved in config.json',
    perform: () => adoptCluster(context, inventory),
    lines: [line({file: 'k3d', args: ['kubeconfig', 'get', context.identity.name]})],
  }),
}

export function actionStep(action: ClusterAction, context: PhaseContext, inventory: ClusterInventory): ActionStep {
  // The table has an entry for each kind; TypeScript cannot infer the matching type from the look-up.
  const step = steps[action.do] as (
    action: ClusterAction,
    context: PhaseContext,
    inventory: ClusterInventory,
  ) => ActionStep
  return step(action, context, inventory)
}

function line({file, args, env, input}: ProcessRequest): string {
  return commandLine({file, args, ...(env && {env}), ...(input !== undefined && {input})})
}

export function countAgents(agents: number): string {
  return agents === 1 ? '1 agent' : `${agents} agents`
}
