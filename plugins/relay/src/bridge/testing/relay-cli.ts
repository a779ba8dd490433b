import {mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'

import {findProgram, isProcessError, SystemProcessRunner} from '@rde/process-runner'

import {inRelayHome, type RelayService} from '../../relay-home.js'

export interface RelayResult {
  readonly exitCode: number
  readonly stdout: string
  readonly stderr: string
}

/** For tests: the real relay CLI, run with a bridge in a separate folder. */
export class RelayCli {
  /** Undefined if the relay CLI is not installed: then the tests that need it are skipped. */
  static readonly file = findProgram('relay')

  readonly folder = mkdtempSync(join(tmpdir(), 'rde-relay-'))

  constructor(private readonly service: RelayService) {}

  write(name: string, text: string): void {
    writeFileSync(join(this.folder, name), text)
  }

  run(args: readonly string[], input?: string): Promise<RelayResult> {
    return this.#capture({file: RelayCli.file ?? 'relay', args, ...(input !== undefined && {input})})
  }

  /** Runs a shell command line in which `relay` is the CLI. */
  shell(line: string): Promise<RelayResult> {
    return this.#capture({file: '/bin/sh', args: ['-c', line]})
  }

  remove(): void {
    rmSync(this.folder, {recursive: true, force: true})
  }

  #capture({file, args, input}: {file: string; args: readonly string[]; input?: string}): Promise<RelayResult> {
    const environment = {PATH: process.env['PATH'] ?? '', HOME: this.folder}
    const runner = new SystemProcessRunner({environment})
    return inRelayHome(join(this.folder, 'homes'), this.service, async (env) => {
      const inFolder = ['-c', 'cd "$1" && shift && exec "$@"', 'sh', this.folder, file, ...args]
      const request = {file: '/bin/sh', args: inFolder, env, timeoutMs: 15_000, ...(input !== undefined && {input})}
      try {
        return {exitCode: 0, ...(await runner.capture(request))}
      } catch (error) {
        if (!isProcessError(error)) throw error
        return {exitCode: error.exitCode ?? -1, stdout: '', stderr: error.stderr}
      }
    })
  }
}
