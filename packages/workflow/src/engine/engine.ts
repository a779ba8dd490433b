import {readConfig, secretsOf, type RdeConfig} from '@rde/config'
import type {Session} from '@rde/plugin-kit'
import type {Kubectl} from '@rde/toolchain/kubectl'
import {RunStore} from '@rde/workflow/engine/run-store'
import {SecretStore} from '@rde/workflow/engine/secret-store'
import {WorkflowStore} from '@rde/workflow/engine/workflow-store'

import {engineError, noCluster} from './errors.js'

/** The workflow engine on the cluster, and what it keeps. */
export interface Engine {
  readonly kubectl: Kubectl
  readonly workflows: WorkflowStore
  readonly runs: RunStore
  readonly secrets: SecretStore
  readonly config: RdeConfig
  readonly signal: AbortSignal
}

/**
 * Works with the engine on the cluster. Throws (exit 4) where there is no cluster, or where it is stopped; an error says so
 * too where the cluster runs without the engine. Whether there is one is asked only when it does not answer.
 */
export async function withEngine<Result>(
  session: Session,
  signal: AbortSignal,
  work: (engine: Engine) => Promise<Result>,
): Promise<Result> {
  const config = await readConfig(session.data)
  if (config === undefined || config.kubeconfig === null) throw noCluster('There is no cluster')
  session.secrets.learn(secretsOf(config))
  const {kubectl} = session.tools({signal})
  try {
    return await work({...engineOn(kubectl, session), config, signal})
  } catch (error) {
    throw signal.aborted ? error : await engineError(error, session)
  }
}

/** What the engine of a cluster keeps. */
export function engineOn(kubectl: Kubectl, {secrets}: Pick<Session, 'secrets'>) {
  return {
    kubectl,
    workflows: new WorkflowStore(kubectl),
    runs: new RunStore(kubectl),
    secrets: new SecretStore(kubectl, secrets),
  }
}
