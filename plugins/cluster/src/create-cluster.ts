import {rm, writeFile} from 'node:fs/promises'

import {RdeError} from '@rde/errors'
import type {PhaseContext} from '@rde/plugin-kit'
import {isProcessError} from '@rde/process-runner'
import type {ClusterShape} from '@rde/toolchain'

import {findObjects, removeObjects} from './docker-leftovers.js'
import {parseKubeconfig} from './kubeconfig-document.js'

/**
 * Creates the cluster and saves its kubeconfig; rolls everything back if either fails or is interrupted. A marker stands
 * meanwhile, so that what a kill leaves behind is known to be half-made.
 */
export async function createCluster(context: PhaseContext): Promise<void> {
  const {data, k3d, updateConfig, report} = context
  await writeFile(data.createMarker, '', {mode: 0o600})
  try {
    await k3d.create(shapeOf(context))
    const kubeconfig = parseKubeconfig(await k3d.kubeconfig())
    await updateConfig((config) => ({...config, kubeconfig}))
  } catch (error) {
    report('it failed; removing what was made')
    await rollBack(context)
    throw explained(error)
  }
  await rm(data.createMarker, {force: true})
}

export function shapeOf(context: Pick<PhaseContext, 'config'>): ClusterShape {
  const {agents, k3sImage, ...ports} = context.config().cluster
  return {agents, k3sImage, ports}
}

/** The registry's volume stays: it may be what an earlier `delete --keep-cache` kept. */
async function rollBack({uninterrupted: {docker}, identity, data}: PhaseContext): Promise<void> {
  await removeObjects(docker, identity, await findObjects(docker, identity, {keepCache: true}))
  await rm(data.createMarker, {force: true})
}

function explained(error: unknown): unknown {
  if (!isProcessError(error)) return error
  return new RdeError(`k3d could not create the cluster.\n${error.message}`, {
    code: 'RDE_CREATE_FAILED',
    outcome: 'What had been made was removed again.',
    remedies: [
      {what: 'See each command line', command: 'rde cluster start --verbose'},
      {what: 'Look at the machine', command: 'docker info'},
    ],
  })
}
