import {createHash} from 'node:crypto'
import {mkdir, readFile} from 'node:fs/promises'
import {join} from 'node:path'

import {writeFileAtomically} from '@rde/config'

import {componentHash} from './component-hash.js'
import {componentImages, type ChartContext} from './component-images.js'
import type {RenderedComponent} from './render-component.js'

/** Remembers the images of components by the hash of what they are made of: each chart costs a start of helm. */
export class ImageLists {
  constructor(private readonly folder: string) {}

  async of(rendered: RenderedComponent, context: ChartContext): Promise<string[]> {
    if (rendered.charts.length === 0) return componentImages(rendered, context)
    const made = [componentHash(rendered), context.kubeVersion, rendered.rewritten.images]
    const name = createHash('sha256').update(JSON.stringify(made)).digest('hex')
    const file = join(this.folder, `${name}.json`)
    const known = await readList(file)
    if (known !== undefined) return known
    const images = await componentImages(rendered, context)
    await keep(file, images)
    return images
  }
}

async function readList(file: string): Promise<string[] | undefined> {
  try {
    const list: unknown = JSON.parse(await readFile(file, 'utf8'))
    return Array.isArray(list) && list.every((one) => typeof one === 'string') ? list : undefined
  } catch {
    return undefined
  }
}

/** Failing to do so costs time at the next start, so it is nobody's error. */
async function keep(file: string, images: readonly string[]): Promise<void> {
  try {
    await mkdir(join(file, '..'), {recursive: true, mode: 0o700})
    await writeFileAtomically(file, JSON.stringify(images))
  } catch {
    // A cache that cannot be written is no cache.
  }
}
