import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {dirname, join} from 'node:path'

/** For tests: a temporary folder with files. */
export class StackFolder {
  readonly path = mkdtempSync(join(tmpdir(), 'rde-stack-'))

  /** Resolves with the file's path. */
  write(name: string, content: string): string {
    const path = join(this.path, name)
    mkdirSync(dirname(path), {recursive: true})
    writeFileSync(path, content)
    return path
  }

  remove(): void {
    rmSync(this.path, {recursive: true, force: true})
  }
}

/** For tests: a complete stack of one component, from a manifest in the same folder. */
export const smallStack = `version: 1
components:
  one:
    title: One
    version: 1.0.0
    profiles: [core, full]
    sources:
      - {type: manifest, file: one.yaml, path: one.yaml}
serviceImages: {}
probe: {image: probe:1, command: /probe}
`
