import {parseImageReference} from '@rde/images/image-reference'

import type {ImageContext} from '../image-context.js'
import {runtimeSocket} from './ctr.js'

/** The digest that the registry has an image by, once it has it. */
export type Arrival = Promise<{readonly digest: string}>

/** Leads to the socket of the runtime, by which the kubelet speaks to it. */
const toRuntime = ['socat', '-', `UNIX-CONNECT:${runtimeSocket}`]

/**
 * Has the runtimes of all running nodes pull an image as soon as it was sent; the ways there are opened meanwhile. Resolves
 * with the nodes that then have this very content under the name. What went wrong on the others is not told: whoever asks
 * them in the plain way learns it.
 */
export async function pullOnceSent(reference: string, sent: Arrival, context: ImageContext): Promise<Set<string>> {
  const {canonical} = parseImageReference(reference)
  const running = context.nodes.filter(({state}) => state === 'running').map(({name}) => name)
  const held = await Promise.all(running.map((node) => pullOn(node, {canonical, sent}, context)))
  return new Set(running.filter((_, index) => held[index]))
}

interface Expected {
  readonly canonical: string
  readonly sent: Arrival
}

async function pullOn(node: string, {canonical, sent}: Expected, {docker, report}: ImageContext): Promise<boolean> {
  const {CriImages, isCriError} = await import('@rde/images/nodes/cri/cri-images')
  const images = new CriImages(docker.connect(node, toRuntime))
  try {
    // The first call waits until the way is open.
    await images.repoDigests(canonical)
    const arrived = await sent.catch(() => undefined)
    if (arrived === undefined) return false
    report(`${node} fetches ${canonical}`)
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
