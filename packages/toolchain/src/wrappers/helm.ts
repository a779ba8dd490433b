import type {ProcessRunner} from '@rde/process-runner'

import {readPrinted} from './read-printed.js'

export interface HelmOptions {
  /** Path of the program. */
  readonly file: string
  /** The only kubeconfig that helm gets to see. */
  readonly kubeconfig: string
}

/** Where a chart comes from and which values it gets. */
export interface ChartRequest {
  readonly release: string
  /** A folder, an archive, an `oci://` address, or a name in `repo`. */
  readonly chart: string
  readonly namespace: string
  /** Values are given by file only: a command line can be read by everybody on the machine. */
  readonly valuesFile: string
  /** Of the chart; the newest unless given. */
  readonly version?: string
  /** Address of the repository that has the chart. */
  readonly repo?: string
  readonly signal?: AbortSignal
}

export interface TemplateRequest extends ChartRequest {
  /** What the chart is to take for the cluster's version, of which helm asks nobody here; as old as helm likes unless given. */
  readonly kubeVersion?: string
}

export interface UpgradeRequest extends ChartRequest {
  /** For helm's hooks and for helm itself. Whether the pods get ready is watched elsewhere: helm's --wait cannot tell why not. */
  readonly timeoutMs: number
  readonly createNamespace?: boolean
}

/** A chart to be fetched as an archive. */
export interface PullRequest {
  /** An `oci://` address. */
  readonly chart: string
  readonly version: string
  /** Where the archive goes. */
  readonly folder: string
  readonly signal?: AbortSignal
}

export interface Upgraded {
  readonly revision: number
  readonly status: string
}

/** A question of helm to the cluster, or a chart that has to be fetched. */
const shortMs = 60_000
/** What helm may take beyond its own timeout, which does not count the fetching of the chart. */
const marginMs = 30_000

/** What rde needs from helm, and nothing more. */
export class Helm {
  constructor(
    private readonly runner: ProcessRunner,
    private readonly options: HelmOptions,
  ) {}

  /** Brings the release to this chart and these values: those of an earlier revision count for nothing. */
  async upgradeInstall(request: UpgradeRequest): Promise<Upgraded> {
    const {timeoutMs, createNamespace = false, signal} = request
    const args = [
      ...['upgrade', '--install', ...chartArgs(request), '--reset-values'],
      ...(createNamespace ? ['--create-namespace'] : []),
      ...['--timeout', `${Math.ceil(timeoutMs / 1000)}s`, '--output', 'json'],
    ]
    const printed = await this.#run(args, {timeoutMs: timeoutMs + marginMs, signal})
    return readPrinted({name: 'helm', file: this.options.file}, printed, readUpgraded)
  }

  /** Removes the release, if it is there, and waits until its objects are gone. */
  async uninstall({release, namespace}: Pick<ChartRequest, 'release' | 'namespace'>): Promise<void> {
    const args = ['uninstall', release, '--namespace', namespace, '--ignore-not-found', '--wait', '--timeout', '120s']
    await this.#run(args, {timeoutMs: 120_000 + marginMs})
  }

  /** The resources that the chart makes of the values, as YAML documents. Asks no cluster. */
  template(request: TemplateRequest): Promise<string> {
    const {kubeVersion, signal} = request
    const version = kubeVersion === undefined ? [] : ['--kube-version', kubeVersion]
    return this.#run(['template', ...chartArgs(request), '--include-crds', ...version], {signal})
  }

  /** Fetches the archive of a chart. Whether it is the right one is for the caller to see. */
  async pull({chart, version, folder, signal}: PullRequest): Promise<void> {
    await this.#run(['pull', chart, '--version', version, '--destination', folder], {signal})
  }

  async #run(args: readonly string[], limits: {timeoutMs?: number; signal?: AbortSignal | undefined} = {}) {
    const {timeoutMs = shortMs, signal} = limits
    const {file, kubeconfig} = this.options
    const request = {file, args: [...args, '--kubeconfig', kubeconfig], timeoutMs, ...(signal && {signal})}
    return (await this.runner.capture(request)).stdout
  }
}

function chartArgs({release, chart, namespace, valuesFile, version, repo}: ChartRequest): string[] {
  return [
    ...[release, chart, '--namespace', namespace, '--values', valuesFile],
    ...(version === undefined ? [] : ['--version', version]),
    ...(repo === undefined ? [] : ['--repo', repo]),
  ]
}

function readUpgraded(printed: string): Upgraded {
  const {version, info} = JSON.parse(printed) as UpgradedRelease
  return {revision: version, status: info.status}
}

/** `helm upgrade --output json`, as far as we read it: `version` is the revision. */
interface UpgradedRelease {
  readonly version: number
  readonly info: {readonly status: string}
}
