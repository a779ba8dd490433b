import {writeFileSync} from 'node:fs'

import type {RdeConfig} from '@rde/config'
import type {WorkloadObject} from '@rde/toolchain'

import type {InstalledRecord} from '../install/installed-record.js'
import {clusterObjects} from './cluster-objects.js'
import {PhaseHarness} from './phase-harness.js'

/** For tests: an existing cluster, attached with the context `team`. */
export class AttachedHarness extends PhaseHarness {
  constructor({context = 'team', server = 'https://team.example:6443'} = {}) {
    super()
    const attached = {context, push: 'registry.example', pull: 'registry.example'}
    const kubeconfig = {clusters: [{name: context, cluster: {server}}]}
    this.config = {...this.config, kubeconfig, cluster: {...this.config.cluster, attached}} satisfies RdeConfig
    writeFileSync(this.data.config, JSON.stringify(this.config))
  }

  /** The components that rde installed there; answered once. */
  installed(...records: ReadonlyArray<Partial<InstalledRecord> & Pick<InstalledRecord, 'id'>>): this {
    const items = records.map((record) => clusterObjects.record({...nothing, title: record.id, ...record}))
    this.runner.on(/^kubectl get configmaps .*component/, JSON.stringify({items}))
    return this
  }

  /** The objects of every snapshot. */
  shows(...items: readonly object[]): this {
    this.runner.always(/^kubectl get nodes,deployments/, JSON.stringify({items}))
    return this
  }

  get given() {
    return {signal: this.interruption.signal, report: (line: string) => void this.reports.push(line)}
  }
}

const nothing = {version: '1', hash: '', after: [], crds: [], namespaces: [], awaited: []}

interface WorkloadShape {
  readonly kind?: WorkloadObject['kind']
  readonly replicas: number
  /** The replicas that a stop saved. */
  readonly stopped?: string
}

/** A workload at `namespace/name`, as a snapshot shows it. */
export function workload(path: string, {kind = 'Deployment', replicas, stopped}: WorkloadShape): object {
  const [namespace, name] = path.split('/')
  const annotations = stopped === undefined ? {} : {'rde.relay.sh/replicas': stopped}
  return {kind, metadata: {namespace, name, annotations}, spec: {replicas, selector: {matchLabels: {app: name}}}}
}
