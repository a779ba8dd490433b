import {readFile} from 'node:fs/promises'
import {join} from 'node:path'

import {shippedFile} from '@rde/config/files/shipped-file'

/** All files that the browser loads. */
export interface PageFiles {
  readonly html: string
  readonly script: string
  readonly style: string
}

export async function readPageFiles(folder = shippedFile('page', import.meta.url)): Promise<PageFiles> {
  const [html, script, style] = await Promise.all(
    ['index.html', 'page.js', 'page.css'].map((name) => readFile(join(folder, name), 'utf8')),
  )
  return {html: html!, script: script!, style: style!}
}
