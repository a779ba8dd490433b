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
  /** The digest that the nodes were to pull. */
  #sent: string | undefined

  constructor(readonly reference: ImageReference) {}

  /** Opens the way to the nodes' runtimes while the build runs. */
  prepare(context: PullContext): void {
    const arrival = new Promise<StoredImage>((resolve, reject) => {
      this.#arrive = resolve
      this.#fail = reject
    })
    // Where no runtime is reached, nobody waits for it.
    arrival.catch(() => {})
    this.#pulls = pullByRuntime(this.reference, arrival, context)
    this.#pulls.catch(() => {})
  }

  /** The build has pushed it: the nodes pull it. */
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
   * Brings Docker what was pushed, also under the name that the build gives it there. From then on it is an image of Docker's
   * like any other, of which the cluster has all. Does nothing where another image has taken its place.
   */
  async take(product: ImageReference, context: ImageContext): Promise<void> {
    const {reference} = this
    const {docker, registry, config, report} = context
    const digest = this.#sent
    const isRecorded = config().images.some((one) => one.reference === reference.familiar && one.digest === digest)
    if (digest === undefined || !isRecorded || (await registry.find(reference))?.digest !== digest) return
    const name = registry.pushName(reference)
    report(`taking ${reference} from the cluster's registry`)
    await docker.pull(name)
    // Not by each other's names: somebody else may give those to other content meanwhile. The product's first: what bears that
    // is forgotten after the next build, even if this ends here.
    for (const {familiar} of [product, reference]) await docker.tag(name, familiar)
    await docker.untag(name)
    const image = await docker.image(reference.familiar)
    if (image !== undefined)
      await recordImages([{reference, digest, id: image.id, from: 'docker', pulledFrom: null}], context)
  }

  /** Nothing will be pushed. Resolves when nothing of it is at work, whatever became of the pulls. */
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
