import type {Kubectl} from '@rde/toolchain/wrappers/kubectl'
import {tenantsNamespace} from '@rde/toolchain/cluster/relay-core-places'

import {stepHash} from './step-pods.js'

/** The exit codes of steps that ended, by step. relay-core stores them in a ConfigMap, not in the Run. */
export async function exitCodesOf(
  kubectl: Kubectl,
  {run, steps}: {readonly run: string; readonly steps: readonly string[]},
): Promise<ReadonlyMap<string, number>> {
  type ConfigMap = {data?: Record<string, string>}
  const selector = `metadata.name=${run}-mutable`
  const items = await kubectl.list<ConfigMap>(
    'configmaps',
    '--namespace',
    tenantsNamespace,
    '--field-selector',
    selector,
  )
  const data = items[0]?.data ?? {}
  const codes = steps.map((step) => [step, exitCode(data[`steps.${stepHash(run, step)}.status`])] as const)
  return new Map(codes.filter((entry): entry is [string, number] => entry[1] !== undefined))
}

function exitCode(status: string | undefined): number | undefined {
  if (status === undefined) return undefined
  const {ProcessState} = JSON.parse(status) as {ProcessState?: {ExitCode?: number} | null}
  return ProcessState?.ExitCode
}
