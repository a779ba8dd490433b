import {chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {delimiter, join} from 'node:path'
import {fileURLToPath} from 'node:url'

const program = fileURLToPath(new URL('journal-tool.mjs', import.meta.url))

/** A folder for PATH with wrappers of the real docker, k3d and kubectl that record each call. */
export class Journal {
  #folder = mkdtempSync(join(tmpdir(), 'rde-journal-'))
  #file = join(this.#folder, 'calls')

  constructor(tools = ['docker', 'k3d', 'kubectl']) {
    mkdirSync(this.bin)
    for (const tool of tools) this.#install(tool)
  }

  get bin() {
    return join(this.#folder, 'bin')
  }

  /** The calls since the last `take`. */
  take() {
    const text = existsSync(this.#file) ? readFileSync(this.#file, 'utf8') : ''
    rmSync(this.#file, {force: true})
    return text
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line))
  }

  remove() {
    rmSync(this.#folder, {recursive: true, force: true})
  }

  #install(tool) {
    const real = process.env.PATH.split(delimiter)
      .map((folder) => join(folder, tool))
      .find(existsSync)
    if (real === undefined) throw new Error(`${tool} is not on PATH`)
    const words = [process.execPath, program, this.#file, tool, real].map((word) => `'${word}'`)
    writeFileSync(join(this.bin, tool), `#!/bin/sh\nexec ${words.join(' ')} "$@"\n`)
    chmodSync(join(this.bin, tool), 0o755)
  }
}
