import {RdeError} from '@rde/errors'

import type {ImageContext} from '../context/image-context.js'
import type {ImageReference} from '../image-reference.js'
import {pullByRuntime, type PullContext} from '../nodes/pull-by-runtime.js'
import {recordImages} from '../record/record-images.js'
import {bytesOf, type StoredImage, type StoredLayer} from '../registry/registry.js'
import type {SentImage} from '../transport/transport.js'

/** An image that a build pushes into the cluster's registry under its own name. Docker does not have it yet. */
export class ExpectedPush {
  #pulls: Promise<ReadonlySet<string>> | undefined
  #arrive: ((stored: StoredImage) => void) | undefined
  #fail: ((error: Error) => void) | undefined
  /** The digest that the nodes pull. */
  #sent: string | undefined

  constructor(readonly reference: ImageReference) {}

  /** Connects to the nodes' runtimes while the build runs. */
  prepare(context: PullContext): void {
    const arrival = new Promise<StoredImage>((resolve, reject) => {
      this.#arrive = resolve
      this.#fail = reject
    })
    // If no runtime can be reached, nothing awaits it.
    arrival.catch(() => {})
    this.#pulls = pullByRuntime(this.reference, arrival, context)
    this.#pulls.catch(() => {})
  }

  /** Call after the build has pushed the image: the nodes pull it. */
  async send(context: ImageContext): Promise<SentImage> {
    const {reference} = this
    const {registry, config} = context
    const before = config().images.find((image) => image.reference === reference.familiar)
    const stored = await registry.find(reference)
    if (stored === undefined) throw notPushed(reference)
    if (this.#pulls === undefined) this.prepare(context)
    this.#arrive?.(stored)
    this.#sent = stored.digest
    const earlier = before && (await registry.find(reference.withDigest(before.digest)))
    const {digest, configDigest, layers} = stored
    const changed = digest !== before?.digest
    const isNew = (layer: StoredLayer) => !earlier?.layers.some((other) => other.digest === layer.digest)
    const totalBytes = bytesOf(layers)
    return {
      ...{reference, digest, configDigest, changed, heldBy: this.#pulls, totalBytes},
      ...{id: configDigest ?? digest, size: totalBytes, platform: '', isIndex: false},
      ...{from: 'docker', pulledFrom: null},
      sentBytes: changed ? bytesOf(layers.filter(isNew)) : 0,
    }
  }

  /**
   * Pulls the pushed image into Docker, and also tags it with the name that the build uses. After that it is a normal
   * image in Docker that the cluster has completely. Does nothing if another image has replaced it.
   */
  async take(product: ImageReference, context: ImageContext): Promise<void> {
    const {reference} = this
    const {docker, registry, config, report} = context
    const digest = this.#sent
    const isRecorded = config().images.some((one) => one.reference === reference.familiar && one.digest === digest)
    if (digest === undefined || !isRecorded || (await registry.find(reference))?.digest !== digest) return
    const name = registry.pushName(reference)
    report(`pulling ${reference} from the cluster's registry`)
    await docker.pull(name)
    // Tag both from the pushed name, since the other names may be moved meanwhile. Tag the product first: the next
    // build removes it even if this is interrupted here.
    for (const {familiar} of [product, reference]) await docker.tag(name, familiar)
    await docker.untag(name)
    const image = await docker.image(reference.familiar)
    if (image !== undefined)
      await recordImages([{reference, digest, id: image.id, from: 'docker', pulledFrom: null}], context)
  }

  /** Call if nothing will be pushed. Resolves when the pulls have ended, whether they failed or not. */
  async cancel(): Promise<void> {
    this.#fail?.(new Error('nothing was pushed'))
    await this.#pulls?.catch(() => {})
  }
}

function notPushed(reference: ImageReference): RdeError {
  return new RdeError(`The build did not push ${reference}: the cluster's registry does not have it.`, {
    code: 'RDE_IMAGE_MISSING',
    remedies: [{what: 'See where its command pushes to (serviceImages.*.build.push)', command: 'rde stack show'}],
    outcome: 'Running workloads are unchanged.',
  })
}
