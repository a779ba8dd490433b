import type {Remedy} from '@rde/errors'
import {isProcessError} from '@rde/process-runner'
import type {Kubectl} from '@rde/toolchain/wrappers/kubectl'
import {
  operatorDeployment,
  systemNamespace,
  tenantsNamespace,
  vaultSystemPath,
} from '@rde/toolchain/cluster/relay-core-places'

/** What keeps relay-core from taking up a run. */
export interface NotBegun {
  readonly reason: string
  readonly remedies: readonly Remedy[]
  /** Something is wrong that does not pass by itself. */
  readonly certain: boolean
}

const repair = [{what: 'Repair it; the run then goes on', command: 'rde cluster start'}]

/** Looks at what a run without any status needs: Vault, the operator, and the token of the run's own account. */
export async function whyNotBegun(kubectl: Kubectl, run: string): Promise<NotBegun> {
  const causes = await Promise.all([vaultTrouble(kubectl), operatorTrouble(kubectl), tokenTrouble(kubectl, run)])
  const cause = causes.find((found) => found !== undefined)
  if (cause !== undefined) return {reason: cause, remedies: repair, certain: true}
  const command = `rde kubectl logs deployments/${operatorDeployment} --namespace ${systemNamespace} --container operator`
  const reason = 'all its parts run; it may be busy'
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

/** Since Kubernetes 1.24 somebody has to make the token of the account that a run's metadata API serves it by. */
async function tokenTrouble(kubectl: Kubectl, run: string): Promise<string | undefined> {
  type Account = {secrets?: readonly unknown[]}
  const account = `${run}-metadata-api`
  const items = await kubectl.list<Account>(
    ...(['serviceaccounts', '--namespace', tenantsNamespace, '--field-selector', `metadata.name=${account}`] as const),
  )
  const missing = items[0] !== undefined && (items[0].secrets ?? []).length === 0
  return missing ? `the account ${account} has no token: rde's token-shim is not running` : undefined
}

/** The pod is not there, or nothing listens in it. */
function noAnswer(error: unknown): undefined {
  if (isProcessError(error) && error.failure === 'exit-code') return undefined
  throw error
}
