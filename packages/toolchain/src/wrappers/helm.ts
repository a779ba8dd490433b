import type {ProcessRunner} from '@rde/process-runner'

import {readPrinted} from './read-printed.js'

export interface HelmOptions {
  /** Path of the program. */
  readonly file: string
  /** The only kubeconfig that helm uses. */
  readonly kubeconfig: string
}

/** The source of a chart, and its values. */
export interface ChartRequest {
  readonly release: string
  /** A folder, an archive, an `oci://` address, or a name in `repo`. */
  readonly chart: string
  readonly namespace: string
  /** Values are passed only in a file, since everybody on the machine can read a command line. */
  readonly valuesFile: string
  /** The version of the chart; default: the latest. */
  readonly version?: string
  /** The URL of the chart's repository. */
  readonly repo?: string
  readonly signal?: AbortSignal
}

export interface TemplateRequest extends ChartRequest {
  /** The Kubernetes version for the chart, since helm does not ask a cluster here; default: helm's built-in version. */
  readonly kubeVersion?: string
}

export interface UpgradeRequest extends ChartRequest {
  /** For helm and its hooks. Readiness of pods is checked elsewhere, since helm's --wait does not report the cause. */
  readonly timeoutMs: number
  readonly createNamespace?: boolean
}

/** A chart to pull as an archive. */
export interface PullRequest {
  /** An `oci://` address. */
  readonly chart: string
  readonly version: string
  /** The folder for the archive. */
  readonly folder: string
  readonly signal?: AbortSignal
}

export interface Upgraded {
  readonly revision: number
  readonly status: string
}

/** For a request to the cluster, or for pulling a chart. */
const shortMs = 60_000
/** Added to helm's own timeout, which does not include pulling the chart. */
const marginMs = 30_000

/** The helm commands that rde uses. */
export class Helm {
  constructor(
    private readonly runner: ProcessRunner,
    private readonly options: HelmOptions,
  ) {}

  /** Installs or upgrades the release to this chart and these values; values of earlier revisions are ignored. */
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

  /** Removes the release, if it exists, and waits until its objects are deleted. */
  async uninstall({release, namespace}: Pick<ChartRequest, 'release' | 'namespace'>): Promise<void> {
    const args = ['uninstall', release, '--namespace', namespace, '--ignore-not-found', '--wait', '--timeout', '120s']
    await this.#run(args, {timeoutMs: 120_000 + marginMs})
  }

  /** Renders the chart to YAML documents, without a cluster. */
  template(request: TemplateRequest): Promise<string> {
    const {kubeVersion, signal} = request
    const version = kubeVersion === undefined ? [] : ['--kube-version', kubeVersion]
    return this.#run(['template', ...chartArgs(request), '--include-crds', ...version], {signal})
  }

  /** Pulls the archive of a chart. The caller must verify it. */
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

/** The part of `helm upgrade --output json` that rde reads: `version` is the revision. */
interface UpgradedRelease {
  readonly version: number
  readonly info: {readonly status: string}
}
