import {formatKey} from '@rde/config/key-path'
import type {Problem} from '@rde/config/problem'

import {parseYaml} from './parse-yaml.js'
import type {StackDocument} from './stack-document.js'

/** Sources that say only what they are called: they can be found in a folder given by --stack, and nowhere else. */
export function homelessSources({components}: StackDocument, text: string): Problem[] {
  const {lineOf} = parseYaml(text)
  return Object.entries(components).flatMap(([id, {sources}]) =>
    sources.flatMap((source, index) => {
      const address = source.type === 'manifest' ? source.url : source.repository && source.name
      if (address !== undefined || source.path !== undefined) return []
      const path = ['components', id, 'sources', String(index)]
      const needed = source.type === 'manifest' ? 'a url or a path' : 'a repository and a name, or a path'
      return [{path: formatKey(path), line: lineOf(path), message: `needs ${needed}`}]
    }),
  )
}
