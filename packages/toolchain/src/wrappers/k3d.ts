import {rm} from 'node:fs/promises'

import {makeFolder, privateMode} from '@rde/config/files/make-folder'
import type {ClusterIdentity, DataDirectory} from '@rde/config'
import type {ProcessRequest, ProcessRunner} from '@rde/process-runner'

import {currentOwner} from '../cluster/cluster-owner.js'
import {k3dConfig, type ClusterShape} from './k3d-config.js'

export interface K3dOptions {
  readonly file?: string
  readonly data: DataDirectory
  readonly identity: ClusterIdentity
}

/** The k3d commands that rde uses for one cluster. Every call has a deadline, and a KUBECONFIG that does not exist. */
export class K3d {
  constructor(
    private readonly runner: ProcessRunner,
    private readonly options: K3dOptions,
  ) {}

  /**
   * Creates the cluster and its registry; resolves when the nodes have registered. Does not roll back if it fails or is
   * aborted.
   */
  async create(shape: ClusterShape, signal?: AbortSignal): Promise<void> {
    await this.#run({...this.createRequest(shape), ...(signal && {signal})})
  }

  /** The request of `create`, for display. */
  createRequest(shape: ClusterShape): ProcessRequest {
    const {identity, data} = this.options
    const input = `${JSON.stringify(k3dConfig(identity, shape, currentOwner(data)), null, 2)}\n`
    return this.#request(['cluster', 'create', '--config', '-'], {timeoutMs: 300_000, input})
  }

  /** Starts all stopped nodes; running ones are unaffected. */
  async start(): Promise<void> {
    await this.#run(this.startRequest())
  }

  startRequest(): ProcessRequest {
    const {name} = this.options.identity
    return this.#request(['cluster', 'start', name, '--wait', '--timeout', '120s'], {timeoutMs: 150_000})
  }

  /** Removes what k3d knows of the cluster; the registry's volume and most anonymous ones remain. */
  async delete(): Promise<void> {
    await this.#run(this.deleteRequest())
  }

  deleteRequest(): ProcessRequest {
    return this.#request(['cluster', 'delete', this.options.identity.name], {timeoutMs: 120_000})
  }

  /** Adds an agent named `k3d-<name>-0`, with the image and the registry mirrors of the others. */
  async addAgent(name: string): Promise<void> {
    await this.#run(this.addAgentRequest(name))
  }

  addAgentRequest(name: string): ProcessRequest {
    const cluster = this.options.identity.name
    const args = ['node', 'create', name, '--cluster', cluster, '--role', 'agent', '--wait', '--timeout', '120s']
    return this.#request(args, {timeoutMs: 150_000})
  }

  /** The administrator's kubeconfig, as YAML. */
  async kubeconfig(): Promise<string> {
    const {stdout} = await this.#run(
      this.#request(['kubeconfig', 'get', this.options.identity.name], {timeoutMs: 30_000}),
    )
    return stdout
  }

  #request(args: readonly string[], more: {timeoutMs: number; input?: string}): ProcessRequest {
    const {file = 'k3d', data} = this.options
    return {file, args, env: {KUBECONFIG: data.absentKubeconfig, TMPDIR: data.temporary}, ...more}
  }

  /** k3d leaves temporary files behind, so it gets a separate folder, which is removed afterwards. */
  async #run(request: ProcessRequest) {
    const {temporary} = this.options.data
    makeFolder(temporary, privateMode)
    try {
      return await this.runner.capture(request)
    } finally {
      await rm(temporary, {recursive: true, force: true})
    }
  }
}
