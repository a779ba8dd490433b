import {readFileSync} from 'node:fs'

import {clusterIdentity, clusterNames, type ClusterIdentity, type DataDirectory} from '@rde/config'
import {exitCodes} from '@rde/errors'
import type {DoctorContext} from '@rde/plugin-kit'
import {joinFindings, ok, parts, takeInventory, warning, type Check, type Docker, type Finding} from '@rde/toolchain'

/**
 * Leftovers of a cluster that no longer exists, after rde or k3d was killed or Docker was emptied: its network and
 * volume, containers that do not belong to a cluster, a folder whose kubeconfig leads nowhere.
 */
export const leftovers: Check<DoctorContext> = {
  id: 'leftovers',
  category: 'cluster',
  title: 'Leftovers',
  problem: {code: 'RDE_LEFTOVERS', exitCode: exitCodes.failed},
  applies: async ({engine}) => (await engine.state()).kind === 'answers',

  async run({session, signal}) {
    const {identity, data} = session
    const {docker} = session.tools({signal})
    const others = clusterNames(data).filter((name) => name !== identity.name)
    const all = [identity, ...others.map((name) => clusterIdentity(name))]
    const isChosen = ({name}: ClusterIdentity) => name === identity.name
    const look = (one: ClusterIdentity) => lookFor(one, {data: data.of(one.name), docker, isChosen: isChosen(one)})
    const found = await Promise.all(all.map(look))
    const findings = found.flatMap((one) => one ?? [])
    return findings.length === 0 ? ok('none') : joinFindings(findings)
  },
}

interface LookContext {
  readonly data: DataDirectory
  readonly docker: Docker
  /** Whether commands without `--cluster` use this cluster. */
  readonly isChosen: boolean
}

async function lookFor(identity: ClusterIdentity, {data, docker, isChosen}: LookContext): Promise<Finding | undefined> {
  const {name} = identity
  const command = (verb: string) => `rde cluster ${verb}${isChosen ? '' : ` --cluster ${name}`}`
  const inventory = await takeInventory(docker, identity)
  if (parts(inventory).length > 0) return undefined
  const containers = inventory.containers.map((one) => one.name)
  const [networks, volumes] = await Promise.all([
    docker.networks([identity.network]),
    docker.volumes([identity.imagesVolume]),
  ])
  const left = [
    ...containers.map((one) => `the container ${one}`),
    ...networks.map((one) => `the network ${one}`),
    ...volumes.map((one) => `the volume ${one}`),
  ]
  const remove = {what: `Remove what is left of ${name}`, command: command('delete')}
  if (left.length === 0)
    return hasKubeconfig(data)
      ? warning(
          `Docker has nothing of the cluster ${name} any more, but its folder is there: ${data.cluster}`,
          {what: 'Create it again, with the same settings', command: command('start')},
          {...remove, what: `Or remove the folder of ${name}`},
        )
      : undefined
  return {
    ...warning(`The cluster ${name} is gone, but Docker still has ${left.join(', ')}.`, remove),
    mend: {
      what: `remove ${left.join(' and ')} of a cluster that is gone`,
      async run() {
        await docker.remove(containers)
        await docker.removeNetworks(networks)
        await docker.removeVolumes(volumes)
      },
    },
  }
}

interface ConfigAsWritten {
  readonly kubeconfig?: unknown
  /** An attached cluster has nothing in Docker. */
  readonly cluster?: {readonly attached?: unknown}
}

/** Whether a cluster was started from here: before the first start, config.json may contain only settings. */
function hasKubeconfig({config}: DataDirectory): boolean {
  try {
    const {kubeconfig, cluster} = JSON.parse(readFileSync(config, 'utf8')) as ConfigAsWritten
    return Boolean(kubeconfig) && cluster?.attached === undefined
  } catch {
    return false
  }
}
