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

/** What rde needs from k3d for its one cluster. Every call has a deadline, and a KUBECONFIG that does not exist. */
export class K3d {
  constructor(
    private readonly runner: ProcessRunner,
    private readonly options: K3dOptions,
  ) {}

  /**
   * Creates the cluster and its registry; resolves when the nodes have registered. Leaves what it made if it fails, or if
   * `signal` ends it.
   */
  async create(shape: ClusterShape, signal?: AbortSignal): Promise<void> {
    await this.#run({...this.createRequest(shape), ...(signal && {signal})})
  }

  /** The request of `create`, for showing it. */
  createRequest(shape: ClusterShape): ProcessRequest {
    const {identity, data} = this.options
    const input = `${JSON.stringify(k3dConfig(identity, shape, currentOwner(data)), null, 2)}\n`
    return this.#request(['cluster', 'create', '--config', '-'], {timeoutMs: 300_000, input})
  }

  /** Starts every node that is down; those that run are left alone. */
  async start(): Promise<void> {
    await this.#run(this.startRequest())
  }

  startRequest(): ProcessRequest {
    const {name} = this.options.identity
    return this.#request(['cluster', 'start', name, '--wait', '--timeout', '120s'], {timeoutMs: 150_000})
  }

  /** Removes the cluster as far as k3d knows it; leaves the registry's volume and most anonymous ones. */
  async delete(): Promise<void> {
    await this.#run(this.deleteRequest())
  }

  deleteRequest(): ProcessRequest {
    return this.#request(['cluster', 'delete', this.options.identity.name], {timeoutMs: 120_000})
  }

  /** Adds an agent called `k3d-<name>-0`, with the image and the registry mirrors of the others. */
  async addAgent(name: string): Promise<void> {
    await this.#run(this.addAgentRequest(name))
  }

  addAgentRequest(name: string): ProcessRequest {
    const cluster = this.options.identity.name
    const args = ['node', 'create', name, '--cluster', cluster, '--role', 'agent', '--wait', '--timeout', '120s']
    return this.#request(args, {timeoutMs: 150_000})
  }

  /**
   * Sends a whole image from Docker to every node. That it resolves does not mean that every node took it; not in the mode
   * that is k3d's default, which tells of no failure at all.
   */
  async importImage(reference: string): Promise<void> {
    const args = ['image', 'import', reference, '--cluster', this.options.identity.name, '--mode', 'direct']
    await this.#run(this.#request(args, {timeoutMs: 600_000}))
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

  /** k3d leaves its temporary files behind, so they get a folder of their own, which is emptied. */
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
