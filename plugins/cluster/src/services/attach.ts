import {rm} from 'node:fs/promises'

import {acquireLock, ConfigStore, readConfig, secretsOf} from '@rde/config'
import {RdeError} from '@rde/errors'
import type {Session} from '@rde/plugin-kit'
import {commandLine} from '@rde/process-runner'
import {failOn, takeInventory} from '@rde/toolchain'

import {checkCluster} from '../attach/cluster-checks.js'
import {confirmProduction} from '../attach/confirm-production.js'
import {contextArguments, readContext, type ContextRequest} from '../attach/read-context.js'
import {parseRegistryAddress} from '../attach/registry-address.js'
import {requireTools} from '../checks/require-tools.js'

export interface AttachOptions extends ContextRequest {
  /** `PUSH` or `PUSH=PULL`. */
  readonly registry: string
  readonly signal: AbortSignal
  report(line: string): void
}

export interface AttachResult {
  readonly cluster: string
  readonly context: string
  readonly server: string
}

/**
 * Attaches a cluster that rde did not create. Copies the context into the cluster's folder, so that the user's
 * kubeconfig is neither changed nor needed again. A refused cluster leaves nothing behind.
 */
export async function attachCluster(session: Session, options: AttachOptions): Promise<AttachResult> {
  const {context, signal, report} = options
  const {data, identity, secrets} = session
  const registry = parseRegistryAddress(options.registry)
  await requireTools(session, ['docker', 'kubectl'], signal)
  const {kubectl, docker} = session.tools({signal})
  const {document, server} = await readContext(options, kubectl)
  await confirmProduction({context, server})
  const lock = await acquireLock(data, {command: `rde cluster attach ${identity.name}`, signal})
  try {
    const isTaken =
      (await readConfig(data)) !== undefined || (await takeInventory(docker, identity)).containers.length > 0
    if (isTaken) throw nameTaken(identity.name)
    await save().catch(async (error: unknown) => {
      await rm(data.cluster, {recursive: true, force: true})
      throw error
    })
    return {cluster: identity.name, context, server}
  } finally {
    lock.release()
  }

  async function save() {
    const attached = {context, ...registry}
    const made = await new ConfigStore({data, identity, lock}).update(
      (config) => ({...config, kubeconfig: document, cluster: {...config.cluster, attached}}),
      {orCreate: true},
    )
    secrets.learn(secretsOf(made))
    const kubectlCommand = commandLine({file: 'kubectl', args: contextArguments(options)})
    failOn(
      await checkCluster({kubectl, docker, registry, signal, report, kubectlCommand}),
      'The cluster was not attached.',
    )
  }
}

function nameTaken(name: string): RdeError {
  return new RdeError(`A cluster called ${name} already exists.`, {
    code: 'RDE_CLUSTER_EXISTS',
    remedies: [{what: 'See your clusters', command: 'rde cluster list'}],
    outcome: 'Nothing was changed.',
  })
}
