import {createHash} from 'node:crypto'

import {componentHash} from './component-hash.js'
import {componentImages, type ChartContext} from './component-images.js'
import {JsonCache} from './json-cache.js'
import type {RenderedComponent} from './render-component.js'

/** Caches the images of components by the hash of their content: each chart would take a call of helm. */
export class ImageLists {
  readonly #known: JsonCache

  constructor(folder: string) {
    this.#known = new JsonCache(folder)
  }

  async of(rendered: RenderedComponent, context: ChartContext): Promise<string[]> {
    if (rendered.charts.length === 0) return componentImages(rendered, context)
    const made = [componentHash(rendered), context.kubeVersion, rendered.rewritten.images]
    const key = createHash('sha256').update(JSON.stringify(made)).digest('hex')
    const known = await this.#known.find(key)
    if (isList(known)) return known
    const images = await componentImages(rendered, context)
    await this.#known.keep(key, images)
    return images
  }
}

function isList(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((one) => typeof one === 'string')
}
