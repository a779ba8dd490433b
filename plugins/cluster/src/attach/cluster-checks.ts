import {exitCodes, type Remedy} from '@rde/errors'
import {AttachedRegistry, ImageReference, proveByPods, sampleSize} from '@rde/images'
import type {Tools} from '@rde/plugin-kit'
import {isProcessError} from '@rde/process-runner'
import {isUnreachable, type CheckResult, type NodeObject} from '@rde/toolchain'

import type {RegistryAddress} from './registry-address.js'

interface CheckedCluster extends Pick<Tools, 'kubectl' | 'docker'> {
  readonly registry: RegistryAddress
  readonly signal: AbortSignal
  report(line: string): void
  /** The kubectl command line in remedies: `rde kubectl` does not work before the cluster is attached. */
  readonly kubectlCommand?: string | undefined
}

type ApiContext = Pick<CheckedCluster, 'kubectl' | 'kubectlCommand'>

/** The oldest minor version of Kubernetes 1 that the stack supports. */
const oldestMinor = 25

/** Checks whether rde can use a cluster that it did not create; returns all problems at once. */
export async function checkCluster(cluster: CheckedCluster): Promise<CheckResult[]> {
  const found = await checkApi(cluster)
  // This check creates pods: it needs an API server that answers, and the permission.
  return found.length > 0 ? found : await checkRegistry(cluster)
}

/** The checks that only read from the API server. */
export async function checkApi({kubectlCommand = 'rde kubectl', ...cluster}: ApiContext): Promise<CheckResult[]> {
  const context = {...cluster, kubectlCommand}
  return (await Promise.all([checkVersion(context), checkPermissions(context), checkStorage(context)])).flat()
}

async function checkVersion({kubectl, kubectlCommand}: ApiContext): Promise<CheckResult[]> {
  const answer = await kubectl.run('version', '--output=json').catch(refusalOf)
  if (typeof answer !== 'string') {
    const see = {what: 'See what it answers', command: `${kubectlCommand} version`}
    const result = problem('version', `The API server does not answer: ${answer.reason}`, [see])
    return [answer.isUnreachable ? {...result, problem: apiSilent} : result]
  }
  type Versions = {serverVersion?: {gitVersion?: string; minor?: string}}
  const {serverVersion} = kubectl.read(answer, (printed) => JSON.parse(printed) as Versions)
  const minor = Number.parseInt(serverVersion?.minor ?? '0', 10)
  if (minor >= oldestMinor) return []
  return [
    problem(
      'version',
      `The cluster runs Kubernetes ${serverVersion?.gitVersion}; rde needs 1.${oldestMinor} or newer.`,
    ),
  ]
}

async function checkPermissions({kubectl, kubectlCommand}: ApiContext): Promise<CheckResult[]> {
  const answer = await kubectl.run('auth', 'can-i', '*', '*', '--all-namespaces', '--quiet').catch(refusalOf)
  // A server that does not answer is reported by the version check.
  if (typeof answer === 'string' || answer.isUnreachable) return []
  const list = {what: 'See what you may do', command: `${kubectlCommand} auth can-i --list`}
  return [
    problem(
      'permissions',
      'You do not have administrator rights in the cluster. rde needs them to install CRDs and namespaces.',
      [list],
    ),
  ]
}

interface StorageClass {
  readonly metadata: {readonly annotations?: Readonly<Record<string, string>>}
}

async function checkStorage({kubectl, kubectlCommand}: ApiContext): Promise<CheckResult[]> {
  const classes = await kubectl.list<StorageClass>('storageclasses').catch(refusalOf)
  if ('reason' in classes) return []
  const isDefault = ({metadata: {annotations = {}}}: StorageClass) =>
    annotations['storageclass.kubernetes.io/is-default-class'] === 'true'
  if (classes.some(isDefault)) return []
  const see = {what: 'See the storage classes', command: `${kubectlCommand} get storageclasses`}
  return [problem('storage', 'The cluster has no default storage class, which Vault needs.', [see])]
}

/** Checks that Docker can push and that the nodes can pull the pushed image; at most `sampleSize` nodes are checked. */
async function checkRegistry({
  kubectl,
  docker,
  registry: address,
  signal,
  report,
}: CheckedCluster): Promise<CheckResult[]> {
  const registry = new AttachedRegistry(address, docker)
  const reference = ImageReference.parse('rde-proof:1')
  const name = registry.pushName(reference)
  const items = await kubectl.list<NodeObject>('nodes')
  if (items.length === 0) return [problem('registry', 'The cluster has no nodes.')]
  report(`pushing to ${address.push}`)
  try {
    await docker.makeEmptyImage(name)
    const {digest} = await docker.push(name).finally(() => docker.untag(name).catch(() => {}))
    const nodes = items.slice(0, sampleSize).map(({metadata}) => metadata.name)
    report(`waiting for the nodes to pull from ${address.pull}`)
    const image = {name: `${registry.podName(reference)}@${digest}`}
    const proofs = await proveByPods([image], nodes, {kubectl, signal, report: () => {}})
    return proofs.flatMap(({node, missing}) => {
      const reason = missing.get(image)
      if (reason === undefined) return []
      return [problem('registry', `The node ${node} cannot pull from ${address.pull}: ${reason}`)]
    })
  } catch (error) {
    if (signal.aborted || !isProcessError(error)) throw error
    const login = {what: 'Log in, if it asks for it', command: `docker login ${address.push.split('/')[0]}`}
    return [problem('registry', `Docker cannot push to ${address.push}: ${lastLine(error.stderr)}`, [login])]
  }
}

const apiSilent = {code: 'RDE_API_SILENT', exitCode: exitCodes.toolUnavailable}

function problem(id: string, detail: string, remedies: readonly Remedy[] = []): CheckResult {
  const code = 'RDE_CLUSTER_UNFIT'
  return {
    id,
    category: 'cluster',
    title: 'Cluster',
    status: 'error',
    detail,
    remedies,
    problem: {code, exitCode: exitCodes.failed},
  }
}

interface Refusal {
  readonly reason: string
  /** Whether the API server did not answer. */
  readonly isUnreachable: boolean
}

function refusalOf(error: unknown): Refusal {
  if (!isProcessError(error) || error.failure === 'cancelled') throw error
  return {reason: lastLine(error.stderr) || error.message, isUnreachable: isUnreachable(error)}
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1) ?? ''
}
