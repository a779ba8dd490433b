import type {ImageContext} from '../context/image-context.js'
import type {ImageReference} from '../image-reference.js'
import {CriImages, isCriError} from './cri/cri-images.js'
import {runtimeSocket} from './ctr.js'

/** The digest that the registry has an image by, once it has it. */
export type Arrival = Promise<{readonly digest: string}>

export type PullContext = Pick<ImageContext, 'docker' | 'nodes' | 'report'>

/** Leads to the socket of the runtime, by which the kubelet speaks to it. */
const toRuntime = ['socat', '-', `UNIX-CONNECT:${runtimeSocket}`]

/**
 * Has the runtimes of all running nodes pull an image as soon as it was pushed; connections to them are opened meanwhile.
 * Resolves with the nodes that then hold this very content under the name. Failures of the others are not reported here:
 * they are asked again in the plain way, which tells why.
 */
export async function pullByRuntime(
  reference: ImageReference,
  pushed: Arrival,
  context: PullContext,
): Promise<Set<string>> {
  const running = context.nodes.filter(({state}) => state === 'running').map(({name}) => name)
  const held = await Promise.all(running.map((node) => pullOn(node, {reference, pushed}, context)))
  return new Set(running.filter((_, index) => held[index]))
}

interface ExpectedImage {
  readonly reference: ImageReference
  readonly pushed: Arrival
}

async function pullOn(
  node: string,
  {reference, pushed}: ExpectedImage,
  {docker, report}: PullContext,
): Promise<boolean> {
  const {canonical} = reference
  const images = new CriImages(docker.connect(node, toRuntime))
  try {
    // The first call waits until the connection is open.
    await images.repoDigests(canonical)
    const arrived = await pushed.catch(() => undefined)
    if (arrived === undefined) return false
    report(`${node} pulls ${reference}`)
    await images.pull(canonical)
    // A runtime whose mirrors do not answer goes on to the host that the name stands for.
    return (await images.repoDigests(canonical)).some((name) => name.endsWith(`@${arrived.digest}`))
  } catch (error) {
    if (isCriError(error)) return false
    throw error
  } finally {
    images.close()
  }
}
