import {clusterIdentity, DataDirectory, defaultConfig, type ImportedImage, type RdeConfig} from '@rde/config'
import {ScriptedProcessRunner} from '@rde/process-runner/testing'
import {Docker, Kubectl, type Container} from '@rde/toolchain'

import {ClusterRegistry} from '../registry/cluster-registry.js'
import {byRegistry} from '../transport/by-registry.js'
import type {TransportContext} from '../transport/transport.js'

/** For tests: an image context with a scripted runner, a registry on a port and a config in memory. */
export class ImageHarness {
  readonly runner = new ScriptedProcessRunner()
  readonly identity = clusterIdentity('rde-test-acc')
  readonly reports: string[] = []
  readonly nodes = [{name: 'server-0', state: 'running', image: 'k3s:1'}] as unknown as Container[]
  config: RdeConfig = defaultConfig(this.identity)
  data = DataDirectory.fromEnvironment({HOME: '/nowhere', RDE_CLUSTER: 'rde-test-acc'})

  record(...images: readonly ImportedImage[]): this {
    this.config = {...this.config, images: [...images]}
    return this
  }

  get context(): TransportContext {
    const {runner, identity, nodes} = this
    const signal = new AbortController().signal
    return {
      docker: new Docker(runner),
      kubectl: new Kubectl(runner, {kubeconfig: '/k'}),
      ...{identity, data: this.data, nodes, signal, transport: byRegistry},
      registry: new ClusterRegistry(identity, this.config.cluster.registryPort, signal),
      config: () => this.config,
      updateConfig: async (change) => (this.config = change(this.config)),
      report: (line) => void this.reports.push(line),
    }
  }
}

/** For tests: a record of `x:local`. */
export function recorded(more: Partial<ImportedImage> = {}): ImportedImage {
  const [imageId, digest] = [`sha256:${'1'.repeat(64)}`, `sha256:${'a'.repeat(64)}`]
  const importedAt = '2026-01-01T00:00:00.000Z'
  return {reference: 'x:local', from: 'docker', pulledFrom: null, imageId, digest, importedAt, ...more}
}
