import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'

import {clusterIdentity, DataDirectory, defaultConfig, type RdeConfig} from '@rde/config'
import {Answers, type PhaseContext, type Session} from '@rde/plugin-kit'
import {Secrets} from '@rde/process-runner'
import {ScriptedProcessRunner} from '@rde/process-runner/testing'
import {Docker, Helm, K3d, Kubectl} from '@rde/toolchain'

/** For tests: a phase's context and a service's session with one scripted runner, in a temporary folder. */
export class PhaseHarness {
  readonly runner = new ScriptedProcessRunner()
  readonly identity = clusterIdentity('rde-test-acc')
  readonly reports: string[] = []
  readonly interruption = new AbortController()
  readonly #root = mkdtempSync(join(tmpdir(), 'rde-harness-'))
  readonly data = DataDirectory.fromEnvironment({HOME: this.#root, RDE_CLUSTER: 'rde-test-acc'})
  config: RdeConfig = defaultConfig(this.identity)

  #lastReport: string | undefined

  constructor() {
    mkdirSync(this.data.cluster, {recursive: true})
    // So that a docker is found on machines without one; it is never run.
    process.env['RDE_DOCKER'] = join(this.#root, 'docker')
    writeFileSync(process.env['RDE_DOCKER'], '', {mode: 0o755})
    this.runner.playAlways('docker machine.version', 'docker machine.context-inspect', 'docker machine.info')
    this.runner.playAlways('kubectl paused.get-2', 'kubectl stack.nothing-kept')
  }

  /** Reaches the deadline once this was reported. */
  endsAt(report: string): this {
    this.#lastReport = report
    return this
  }

  play(...names: readonly string[]): this {
    this.runner.play(...names)
    return this
  }

  get tools() {
    const {runner, data, identity} = this
    const {kubeconfig} = data
    return {
      docker: new Docker(runner),
      k3d: new K3d(runner, {data, identity}),
      kubectl: new Kubectl(runner, {kubeconfig}),
      helm: new Helm(runner, {file: 'helm', kubeconfig}),
    }
  }

  get context(): PhaseContext {
    const {tools, identity, data, runner, interruption} = this
    const config = () => this.config
    return {
      ...tools,
      answers: new Answers({...tools, runner, identity, data, config}),
      uninterrupted: tools,
      identity,
      data,
      runner,
      signal: interruption.signal,
      config,
      updateConfig: async (change) => (this.config = change(this.config)),
      report: (line) => {
        this.reports.push(line)
        if (line === this.#lastReport) interruption.abort(new Error('out of time'))
      },
    }
  }

  get session(): Session {
    const {identity, data, runner} = this
    const tools = () => this.tools
    return {identity, data, secrets: new Secrets(), tools, locateTools: () => tools, runner: () => runner as never}
  }

  /** Ends a test, and asserts that each reply was used. */
  close(): void {
    delete process.env['RDE_DOCKER']
    rmSync(this.#root, {recursive: true, force: true})
    this.runner.assertFinished()
  }
}
