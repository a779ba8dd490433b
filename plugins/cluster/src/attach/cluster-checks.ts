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
  /** How the user asks the cluster, for remedies: one that is not attached yet has no `rde kubectl`. */
  readonly typed?: string | undefined
}

type ApiOf = Pick<CheckedCluster, 'kubectl' | 'typed'>

/** The oldest Kubernetes that has all that the stack uses. */
const oldestMinor = 25

/** Whether rde can work on a cluster that it did not make: everything that stands in the way, at once. */
export async function checkCluster(cluster: CheckedCluster): Promise<CheckResult[]> {
  const found = await checkApi(cluster)
  // A pod is only made where we may, and where the API server answers.
  return found.length > 0 ? found : await registryReached(cluster)
}

/** What the API server says of that, without anything made. */
export async function checkApi({typed = 'rde kubectl', ...cluster}: ApiOf): Promise<CheckResult[]> {
  const asked = {...cluster, typed}
  return (await Promise.all([version(asked), permissions(asked), storage(asked)])).flat()
}

async function version({kubectl, typed}: ApiOf): Promise<CheckResult[]> {
  const answer = await kubectl.run('version', '--output=json').catch(words)
  if (typeof answer !== 'string') {
    const see = {what: 'See what it answers', command: `${typed} version`}
    const result = problem('version', `The API server does not answer: ${answer.words}`, [see])
    return [answer.silent ? {...result, problem: silence} : result]
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

async function permissions({kubectl, typed}: ApiOf): Promise<CheckResult[]> {
  const answer = await kubectl.run('auth', 'can-i', '*', '*', '--all-namespaces', '--quiet').catch(words)
  // A server that does not answer is reported by its version.
  if (typeof answer === 'string' || answer.silent) return []
  const list = {what: 'See what you may do', command: `${typed} auth can-i --list`}
  return [
    problem('permissions', 'You may not administer the cluster: rde installs definitions and namespaces.', [list]),
  ]
}

interface StorageClass {
  readonly metadata: {readonly annotations?: Readonly<Record<string, string>>}
}

async function storage({kubectl, typed}: ApiOf): Promise<CheckResult[]> {
  const classes = await kubectl.list<StorageClass>('storageclasses').catch(words)
  if ('words' in classes) return []
  const isDefault = ({metadata: {annotations = {}}}: StorageClass) =>
    annotations['storageclass.kubernetes.io/is-default-class'] === 'true'
  if (classes.some(isDefault)) return []
  const see = {what: 'See the storage classes', command: `${typed} get storageclasses`}
  return [problem('storage', 'The cluster has no default storage class, which Vault needs.', [see])]
}

/** Whether we can push, and every node can pull what we pushed; of many nodes a few say it for all. */
async function registryReached({
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
      const why = missing.get(image)
      return why === undefined ? [] : [problem('registry', `The node ${node} cannot pull from ${address.pull}: ${why}`)]
    })
  } catch (error) {
    if (signal.aborted || !isProcessError(error)) throw error
    const login = {what: 'Log in, if it asks for it', command: `docker login ${address.push.split('/')[0]}`}
    return [problem('registry', `Docker cannot push to ${address.push}: ${lastLine(error.stderr)}`, [login])]
  }
}

const silence = {code: 'RDE_API_SILENT', exitCode: exitCodes.toolUnavailable}

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

interface Refused {
  readonly words: string
  /** Whether nobody answered. */
  readonly silent: boolean
}

function words(error: unknown): Refused {
  if (!isProcessError(error) || error.failure === 'cancelled') throw error
  return {words: lastLine(error.stderr) || error.message, silent: isUnreachable(error)}
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1) ?? ''
}
