import {cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {setTimeout as pause} from 'node:timers/promises'

import {root as ours, runProgram, startProgram, type Ended, type Started} from './rde-process.js'

/** Replaces the bundle of rde: one source, one program. */
const bundleDemo = `import {build} from 'esbuild'
const js = 'console.log("built", demo, JSON.stringify(process.argv.slice(2)))'
export const bundle = (root, out) => build({
  entryPoints: {'bin/run': root + '/packages/demo/src/demo.ts'}, outdir: out, platform: 'node', footer: {js}, logLevel: 'silent',
})
`

/**
 * A checkout of a few files, with our own `rde`, prepare-workspace and esbuild, and a fake npm that installs the
 * packages of this machine. Its rde prints the build and its arguments.
 */
export class Checkout {
  readonly root = mkdtempSync(join(tmpdir(), 'rde-checkout-'))
  readonly source = join(this.root, 'packages/demo/src')
  readonly dist = join(this.root, 'dist')
  readonly #path = mkdtempSync(join(tmpdir(), 'rde-path-'))
  readonly usualNpm = `mkdir -p node_modules
ln -sfn '${join(ours, 'node_modules/esbuild')}' node_modules/esbuild; touch node_modules/.package-lock.json`

  constructor() {
    for (const name of ['rde', 'scripts/prepare-workspace.mjs', 'scripts/build', 'packages/cli/bin/supported-node.js'])
      cpSync(join(ours, name), join(this.root, name), {recursive: true})
    for (const folder of ['plugins', 'packages/demo/src']) mkdirSync(join(this.root, folder), {recursive: true})
    this.#write('package.json', '{"type": "module"}')
    this.#write('package-lock.json', '{}')
    this.#write('scripts/build/bundle.mjs', bundleDemo)
    this.#write('scripts/build/list-commands.mjs', '')
    this.writeSource('demo.ts', "const demo: string = 'v1'\n")
    for (const tool of ['sh', 'find', 'readlink', 'mkdir', 'ln', 'touch', 'sleep'])
      symlinkSync(existsSync(`/usr/bin/${tool}`) ? `/usr/bin/${tool}` : `/bin/${tool}`, join(this.#path, tool))
    symlinkSync(process.execPath, join(this.#path, 'node'))
    this.writeNpm(this.usualNpm)
  }

  get env(): {PATH: string; HOME: string} {
    return {PATH: this.#path, HOME: this.root}
  }

  rde(...args: string[]): Promise<Ended> {
    return runProgram(join(this.root, 'rde'), args, {path: this.#path})
  }

  startPrepare(): Started {
    return startProgram(process.execPath, [join(this.root, 'scripts/prepare-workspace.mjs')], {path: this.#path})
  }

  /** A shell script that replaces npm, run in the checkout. */
  writeNpm(script: string): void {
    writeFileSync(join(this.#path, 'npm'), `#!/bin/sh\n${script}\n`, {mode: 0o755})
  }

  removeTool(name: string): void {
    rmSync(join(this.#path, name))
  }

  writeSource(name: string, text: string): void {
    writeFileSync(join(this.source, name), text)
  }

  read(name: string): string {
    return readFileSync(join(this.root, name), 'utf8')
  }

  async exists(name: string): Promise<void> {
    while (!existsSync(join(this.root, name))) await pause(20)
  }

  remove(): void {
    for (const folder of [this.root, this.#path]) rmSync(folder, {recursive: true, force: true})
  }

  #write(name: string, text: string): void {
    writeFileSync(join(this.root, name), text)
  }
}
