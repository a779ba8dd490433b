import {randomBytes} from 'node:crypto'

import {isProcessError} from '@rde/process-runner'
import {waitFor} from '@rde/time'
import type {Kubectl, KubernetesObject, PodObject} from '@rde/toolchain'

/** An image by the name that pods use: `registry.example/team/api:dev@sha256:…`. */
export interface ProvedImage {
  readonly name: string
}

export interface Proof<Image extends ProvedImage> {
  readonly node: string
  /** Why the node cannot run each image: the kubelet's message. */
  readonly missing: ReadonlyMap<Image, string>
}

interface ProofContext {
  readonly kubectl: Kubectl
  readonly signal: AbortSignal
  report(line: string): void
}

/** The maximum number of nodes to test in a larger cluster. */
export const sampleSize = 20

const label = 'rde.relay.sh/proof'
const namespace = 'default'
/** The time limit of the pulls. */
const pullMs = 300_000

/**
 * Makes each node pull the images, with a pod whose containers name a program that no image contains: a kubelet pulls
 * before it notices, and nothing from the image runs. Always removes the pods.
 */
export async function proveByPods<Image extends ProvedImage>(
  images: readonly Image[],
  nodes: readonly string[],
  {kubectl, signal, report}: ProofContext,
): Promise<Proof<Image>[]> {
  const id = randomBytes(4).toString('hex')
  const selector = `${label}=${id}`
  const pods = nodes.map((node, index) => proofPod({name: `rde-proof-${id}-${index}`, node, id}, images))
  try {
    await kubectl.apply(pods)
    const check = async () => {
      const items = await kubectl.list<PodObject>('pods', '--namespace', namespace, '--selector', selector)
      const proofs = nodes.map((node, index) => {
        const pod = items.find(({metadata}) => metadata.name === `rde-proof-${id}-${index}`)
        return {node, states: images.map((image, number) => [image, stateOf(pod, number)] as const)}
      })
      const waiting = proofs.filter(({states}) => states.some(([, state]) => state === undefined))
      if (waiting.length > 0) return {missing: `${waiting.map(({node}) => node).join(', ')} to pull`}
      return {done: proofs.map(({node, states}) => ({node, missing: new Map(states.flatMap(failed))}))}
    }
    const onTimeout = (): Error => new Error('the nodes did not report whether they can pull the images')
    return await waitFor(check, {signal, report, timeoutMs: pullMs, pauseMs: 500, onTimeout})
  } finally {
    await kubectl
      .run('delete', 'pods', '--namespace', namespace, '--selector', selector, '--wait=false', '--grace-period=0')
      .catch((error: unknown) => {
        if (!isProcessError(error)) throw error
      })
  }
}

function failed<Image>([image, state]: readonly [Image, Pulled | undefined]): Array<[Image, string]> {
  return state?.problem === undefined ? [] : [[image, state.problem]]
}

interface ProofPodOptions {
  readonly name: string
  readonly node: string
  readonly id: string
}

function proofPod({name, node, id}: ProofPodOptions, images: readonly ProvedImage[]): KubernetesObject {
  const labels = {[label]: id, 'app.kubernetes.io/managed-by': 'rde'}
  const containers = images.map(({name: image}, number) => ({
    ...{name: `image-${number}`, image, command: ['/rde-proof'], imagePullPolicy: 'IfNotPresent'},
    resources: {requests: {cpu: '1m', memory: '1Mi'}},
    securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: ['ALL']}},
  }))
  return {
    ...{apiVersion: 'v1', kind: 'Pod', metadata: {name, namespace, labels}},
    spec: {
      ...{nodeName: node, restartPolicy: 'Never', terminationGracePeriodSeconds: 0},
      ...{automountServiceAccountToken: false, tolerations: [{operator: 'Exists'}], containers},
    },
  }
}

interface Pulled {
  readonly problem?: string
}

const notPulled = /^(ErrImagePull|ImagePullBackOff|InvalidImageName|ErrImageNeverPull|ImageInspectError)$/

/** Undefined until the kubelet reports a result. */
function stateOf(pod: PodObject | undefined, number: number): Pulled | undefined {
  const status = pod?.status?.containerStatuses?.find(({name}) => name === `image-${number}`)
  const {waiting, terminated, running} = status?.state ?? {}
  if (waiting?.reason !== undefined && notPulled.test(waiting.reason))
    return {problem: (waiting.message ?? waiting.reason).trim().split('\n').at(-1)!}
  if (terminated !== undefined || running !== undefined) return {}
  if (waiting?.reason === 'CreateContainerError' || waiting?.reason === 'RunContainerError') return {}
  // Rejected before any container was created: no room for pods, or another platform.
  if (status === undefined && pod?.status?.phase === 'Failed') return {problem: describeFailure(pod)}
  return undefined
}

function describeFailure({status}: PodObject): string {
  const {reason = 'it failed', message = ''} = status as {reason?: string; message?: string}
  return [reason, message].filter((word) => word !== '').join(': ')
}
