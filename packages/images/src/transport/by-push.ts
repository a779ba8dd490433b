import {RdeError} from '@rde/errors'
import type {NodeObject} from '@rde/toolchain'

import type {AcquiredImage} from '../acquire/acquire-image.js'
import type {ImageContext} from '../context/image-context.js'
import type {NodesOutcome} from '../nodes/bring-to-nodes.js'
import {proveByPods, sampleSize, type Proof} from '../nodes/prove-by-pods.js'
import {pushImage} from '../push/push-image.js'
import type {SentImage, Transport} from './transport.js'

/** For a cluster not created by rde: Docker pushes to its registry, and a pod on each node proves that it can pull. */
export const byPush: Transport = {usesRegistry: true, send, spread}

async function send(image: AcquiredImage, context: ImageContext): Promise<SentImage> {
  const {docker, registry, report} = context
  const beforePush = async () => {
    refuseOtherPlatform(image, await nodesOf(context))
    report(`pushing ${image.reference}`)
  }
  return {...image, ...(await pushImage(image, {docker, registry, beforePush}))}
}

/** Unchanged images were proved when they were pushed; a new node pulls them when a pod needs them. */
async function spread(
  images: readonly SentImage[],
  context: ImageContext,
): Promise<ReadonlyMap<SentImage, NodesOutcome>> {
  const {registry, config} = context
  const recorded = new Map(config().images.map(({reference, digest}) => [reference, digest]))
  const isNew = ({reference, digest, changed}: SentImage) => changed || recorded.get(reference.familiar) !== digest
  const fresh = images.filter(isNew).map((image) => ({
    ...{image, name: `${registry.podName?.(image.reference) ?? image.reference.canonical}@${image.digest}`},
  }))
  if (fresh.length === 0) return new Map(images.map((image) => [image, {pulledBy: 0, error: undefined}]))
  const names = (await nodesOf(context)).map(({metadata}) => metadata.name)
  const sample = names.slice(0, sampleSize)
  if (sample.length < names.length) context.note?.(`Proved on ${sample.length} of ${names.length} nodes.`)
  const proofs = await proveByPods(fresh, sample, context)
  return new Map(
    images.map((image): [SentImage, NodesOutcome] => {
      const proved = fresh.find((one) => one.image === image)
      if (proved === undefined) return [image, {pulledBy: 0, error: undefined}]
      const without = proofs.filter(({missing}) => missing.has(proved))
      const error = without.length === 0 ? undefined : notOnEveryNode(image, proved, without)
      return [image, {pulledBy: proofs.length - without.length, nodes: proofs.length, error}]
    }),
  )
}

/** The nodes that are ready. */
async function nodesOf({kubectl}: Pick<ImageContext, 'kubectl'>): Promise<NodeObject[]> {
  const items = await kubectl.list<NodeObject>('nodes')
  const isReady = ({status}: NodeObject) =>
    status?.conditions?.some(({type, status: is}) => type === 'Ready' && is === 'True')
  return items.filter(isReady)
}

function refuseOtherPlatform({reference, platform}: AcquiredImage, nodes: readonly NodeObject[]): void {
  const infos = nodes.flatMap(({status}) => status?.nodeInfo ?? [])
  const platforms = new Set(infos.map(({operatingSystem, architecture}) => `${operatingSystem}/${architecture}`))
  // An index has no platform; the pull proves it.
  if (platform === '/' || platform === undefined || platforms.size === 0 || platforms.has(platform)) return
  const [wanted = 'linux/amd64'] = platforms
  throw new RdeError(`${reference} is for ${platform}; the nodes are ${[...platforms].join(', ')}.`, {
    code: 'RDE_IMAGE_PLATFORM',
    remedies: [{what: 'Build it for the nodes', command: `docker build --platform ${wanted} --tag ${reference} .`}],
    outcome: 'The image was not imported. Running workloads are unchanged.',
  })
}

function notOnEveryNode<Proved extends {readonly name: string}>(
  {reference}: SentImage,
  proved: Proved,
  proofs: readonly Proof<Proved>[],
): RdeError {
  const lines = proofs.map(({node, missing}) => `${node}: ${missing.get(proved)}`)
  return new RdeError([`Nodes cannot pull ${reference}:`, ...lines].join('\n'), {
    code: 'RDE_IMAGE_NOT_ON_NODE',
    remedies: [{what: 'Once the nodes reach the registry, try again', command: `rde images import ${reference}`}],
    outcome: 'No workload was changed.',
  })
}
