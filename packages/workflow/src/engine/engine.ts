import {openConfig, readConfig, type RdeConfig} from '@rde/config'
import type {Kubectl} from '@rde/toolchain/wrappers/kubectl'

import type {WorkflowContext} from '../run/context.js'
import type {WorkflowDocument} from '../document.js'
import {engineError, noCluster, type RemedyOptions} from './errors.js'
import {ConnectionStore} from './connection-store.js'
import {type KeptInputs, readKeptInputs} from './kept-inputs.js'
import {RunStore} from './run-store.js'
import {SecretStore} from './secret-store.js'
import {withStepImages} from './step-images.js'
import {Vault} from './vault.js'
import {WorkflowStore} from './workflow-store.js'

/** The stores of the workflow engine on the cluster. */
export interface EngineStores {
  readonly kubectl: Kubectl
  readonly workflows: WorkflowStore
  readonly runs: RunStore
  readonly secrets: SecretStore
  readonly connections: ConnectionStore
  /** Reads what Vault keeps for the runs of a workflow; from then on it is masked in all output. */
  readonly keptInputs: (workflow: string) => Promise<KeptInputs>
}

export interface Engine extends EngineStores {
  readonly config: RdeConfig
  readonly signal: AbortSignal
}

export interface EngineOptions extends RemedyOptions {
  readonly signal: AbortSignal
}

/**
 * Runs `work` with the engine on the cluster. Throws (exit 4) if there is no cluster or it is stopped, and
 * RDE_ENGINE_ABSENT if it has no engine. The cause is diagnosed only after a call has failed.
 */
export async function withEngine<Result>(
  context: WorkflowContext,
  {signal, file}: EngineOptions,
  work: (engine: Engine) => Promise<Result>,
): Promise<Result> {
  const config = await openConfig(context)
  if (config === undefined || config.kubeconfig === null) throw noCluster('There is no cluster', {file})
  try {
    return await work({...engineStores(context.tools({signal}).kubectl, context), config, signal})
  } catch (error) {
    throw signal.aborted ? error : await engineError(error, context, {file})
  }
}

type StoresContext = Pick<WorkflowContext, 'secrets' | 'data'>

export function engineStores(kubectl: Kubectl, {secrets: masking, data}: StoresContext): EngineStores {
  const config = () => readConfig(data).catch(() => undefined)
  const adapt = async (document: WorkflowDocument) => withStepImages(document, await config())
  const vault = new Vault(kubectl, masking)
  return {
    kubectl,
    workflows: new WorkflowStore(kubectl, adapt),
    runs: new RunStore(kubectl, async () => (await config())?.workflows.keepRuns ?? null),
    secrets: new SecretStore(vault),
    connections: new ConnectionStore(vault),
    keptInputs: (workflow) => readKeptInputs({vault, masking}, workflow),
  }
}
