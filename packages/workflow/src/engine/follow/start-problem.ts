import type {Remedy} from '@rde/errors'
import {isProcessError} from '@rde/process-runner'
import type {Kubectl} from '@rde/toolchain/wrappers/kubectl'
import {
  operatorDeployment,
  systemNamespace,
  tenantsNamespace,
  vaultSystemPath,
} from '@rde/toolchain/cluster/relay-core-places'

/** Why relay-core does not start a run. */
export interface StartProblem {
  readonly reason: string
  readonly remedies: readonly Remedy[]
  /** Whether this is a definite problem that does not resolve itself. */
  readonly certain: boolean
}

const repair = [{what: 'Repair it; the run then goes on', command: 'rde cluster start'}]

/** Checks what a run needs to start: Vault, the operator, and the token of the run's service account. */
export async function findStartProblem(kubectl: Kubectl, run: string): Promise<StartProblem> {
  const causes = await Promise.all([vaultTrouble(kubectl), operatorTrouble(kubectl), tokenTrouble(kubectl, run)])
  const cause = causes.find((found) => found !== undefined)
  if (cause !== undefined) return {reason: cause, remedies: repair, certain: true}
  const command = `rde kubectl logs deployments/${operatorDeployment} --namespace ${systemNamespace} --container operator`
  const reason = 'all parts of relay-core are running; it may be busy'
  return {reason, remedies: [{what: 'See the log of the operator', command}], certain: false}
}

async function vaultTrouble(kubectl: Kubectl): Promise<string | undefined> {
  const status = await kubectl.raw(`${vaultSystemPath}/seal-status`).catch(noAnswer)
  if (status === undefined) return 'Vault does not answer'
  const {sealed} = kubectl.read(status, (printed) => JSON.parse(printed) as {sealed: boolean})
  return sealed ? 'Vault is sealed' : undefined
}

async function operatorTrouble(kubectl: Kubectl): Promise<string | undefined> {
  type Deployment = {status?: {availableReplicas?: number}}
  const items = await kubectl.list<Deployment>(
    ...['deployments.apps', '--namespace', systemNamespace],
    ...['--field-selector', `metadata.name=${operatorDeployment}`],
  )
  const [found] = items
  if (found === undefined) return "relay-core's operator is missing"
  return (found.status?.availableReplicas ?? 0) > 0 ? undefined : "relay-core's operator is not running"
}

/**
 * Since Kubernetes 1.24, the token of a service account must be created explicitly. The metadata API needs the one of
 * the run's account.
 */
async function tokenTrouble(kubectl: Kubectl, run: string): Promise<string | undefined> {
  type Account = {secrets?: readonly unknown[]}
  const account = `${run}-metadata-api`
  const items = await kubectl.list<Account>(
    ...(['serviceaccounts', '--namespace', tenantsNamespace, '--field-selector', `metadata.name=${account}`] as const),
  )
  const missing = items[0] !== undefined && (items[0].secrets ?? []).length === 0
  return missing ? `the account ${account} has no token: rde's token-shim is not running` : undefined
}

/** Ignores the failure if the pod is missing or does not listen. */
function noAnswer(error: unknown): undefined {
  if (isProcessError(error) && error.failure === 'exit-code') return undefined
  throw error
}
