import {acquireLock, openConfig} from '@rde/config'
import {sweepRegistry} from '@rde/images'
import type {Session} from '@rde/plugin-kit'
import {isProcessError} from '@rde/process-runner'
import {requireTools} from '../checks/require-tools.js'
import {takeInventory, type ClusterInventory, type Container, type Docker} from '@rde/toolchain'

import {confirmOwner, foreignOwner} from './cluster-owner.js'
import {learnSecrets} from '../learn-secrets.js'
import type {StopOptions, StopResult} from '../providers/provider.js'

/** How long a node may take to stop; k3d's own stop kills a server after 10 s. */
const graceSeconds = 45

/** Stops the agents, then the server, the registry last. A stopped or absent cluster is fine. */
export async function stopContainers(session: Session, {signal, report, yes}: StopOptions): Promise<StopResult> {
  const {data, identity} = session
  await requireTools(session, ['docker'], signal)
  const lock = await acquireLock(data, {command: 'rde cluster stop'})
  try {
    await learnSecrets(session)
    const {docker} = session.tools({signal, children: lock.children})
    const inventory = await takeInventory(docker, identity)
    const owner = foreignOwner(inventory, data)
    if (owner !== undefined) await confirmOwner(owner, session, {...stopQuestion, yes})
    const stopped: string[] = []
    for (const group of stopOrder(inventory)) {
      if (group.some((one) => inventory.registries.includes(one))) await sweep(group, session, {docker, report})
      const names = await stopGroup(docker, group, report)
      stopped.push(...names)
    }
    const killed = await killedAmong(docker, stopped)
    return {cluster: identity.name, existed: inventory.containers.length > 0, stopped, killed}
  } finally {
    await lock.release()
  }
}

/** Sweeps the registry when no node pulls anymore, just before it stops. A failure is only reported. */
async function sweep(
  group: readonly Container[],
  session: Session,
  {docker, report}: {readonly docker: Docker; readonly report: (line: string) => void},
): Promise<void> {
  const images = (await openConfig(session))?.images ?? []
  for (const {name} of group.filter((one) => one.state === 'running' && one.name === session.identity.registry)) {
    try {
      const count = await sweepRegistry(name, {docker, images})
      if (count > 0) report(`removed ${count === 1 ? '1 earlier image' : `${count} earlier images`} from the registry`)
    } catch (error) {
      if (!isProcessError(error) || error.failure === 'cancelled') throw error
      report(`earlier images stay in the registry: ${error.message}`)
    }
  }
}

const stopQuestion = {question: 'Stop it?', refused: 'Not stopped.', instead: 'rde cluster stop --yes'}

function stopOrder({
  agents,
  servers,
  loadBalancers,
  registries,
}: ClusterInventory): ReadonlyArray<readonly Container[]> {
  return [agents, servers, [...loadBalancers, ...registries]]
}

async function stopGroup(
  docker: Docker,
  group: readonly Container[],
  report: (line: string) => void,
): Promise<string[]> {
  const running = group.filter(({state}) => ['running', 'paused', 'restarting'].includes(state))
  const names = running.map(({name}) => name)
  if (names.length === 0) return []
  report(`stopping ${names.join(', ')}`)
  // A paused container does not receive signals: without this it would be killed.
  await docker.unpause(running.filter(({state}) => state === 'paused').map(({name}) => name))
  await docker.stop(names, graceSeconds)
  return names
}

/** 137 is 128 + SIGKILL. */
async function killedAmong(docker: Docker, names: readonly string[]): Promise<string[]> {
  const lastRuns = await docker.lastRun(names)
  return [...lastRuns].filter(([, {exitCode}]) => exitCode === 137).map(([name]) => name)
}
