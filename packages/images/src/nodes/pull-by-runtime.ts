import type {ImageContext} from '../context/image-context.js'
import type {ImageReference} from '../image-reference.js'
import {CriImages, isCriError} from './cri/cri-images.js'
import {runtimeSocket} from './ctr.js'

/** Resolves with the digest of an image once the registry has it. */
export type Arrival = Promise<{readonly digest: string}>

export type PullContext = Pick<ImageContext, 'docker' | 'nodes' | 'report'>

/** Connects to the runtime socket that the kubelet uses. */
const toRuntime = ['socat', '-', `UNIX-CONNECT:${runtimeSocket}`]

/**
 * Makes the runtimes of all running nodes pull an image as soon as it is pushed; opens the connections before that.
 * Resolves with the nodes that then hold exactly this content under the name. Does not report failures of the others:
 * they pull again with ctr, which reports the reason.
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
    // The first call waits for the connection.
    await images.repoDigests(canonical)
    const arrived = await pushed.catch(() => undefined)
    if (arrived === undefined) return false
    report(`${node} pulls ${reference}`)
    await images.pull(canonical)
    // If its mirrors do not answer, a runtime pulls from the host in the name.
    return (await images.repoDigests(canonical)).some((name) => name.endsWith(`@${arrived.digest}`))
  } catch (error) {
    if (isCriError(error)) return false
    throw error
  } finally {
    images.close()
  }
}
