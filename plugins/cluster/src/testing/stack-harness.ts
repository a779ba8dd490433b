import {recordedCall, type Reply} from '@rde/process-runner/testing'
import {chooseStack, type ChosenStack} from '@rde/stack'
import {StackFolder} from '@rde/stack/testing/stack-folder'

import {ClusterView} from '../install/cluster-view.js'
import {recordOf} from '../install/prepared-component.js'
import {clusterObjects} from './cluster-objects.js'
import {PhaseHarness} from './phase-harness.js'

/** The failure of kubectl if no API server answers. */
export const apiAway = {exitCode: 1, stderr: recordedCall('kubectl api-silent.get').stderr}

/** For tests: a harness with a stack in a folder, for phases that share a view of the cluster. */
export class StackHarness extends PhaseHarness {
  readonly folder = new StackFolder()
  readonly view = new ClusterView()
  #namespaces: readonly string[] = []

  /** The stack with these files beside it. */
  async choose(document: string, files: Readonly<Record<string, string>> = {}): Promise<ChosenStack> {
    const all = Object.entries({'stack.yaml': document, ...files})
    for (const [name, content] of all) this.folder.write(name, content)
    const {identity, data, config} = this
    return chooseStack({choice: this.folder.path, identity, data, config})
  }

  /** The next snapshot has these objects. */
  sees(...objects: ReadonlyArray<readonly object[]>): this {
    this.runner.playAlways('docker running.ps', 'docker running.inspect')
    const items = [...objects.flat(), ...clusterObjects.namespaces(...this.#namespaces)]
    return this.on(/^kubectl get nodes,/, JSON.stringify({apiVersion: 'v1', kind: 'List', items}))
  }

  /** The definitions (`CustomResourceDefinition NAME`) and namespaces (`Namespace NAME`) that exist. */
  has(...names: readonly string[]): this {
    const ofKind = (kind: string) =>
      names.map((name) => name.split(' ')).flatMap(([of, name]) => (of === kind ? [name!] : []))
    this.#namespaces = ofKind('Namespace')
    const items = ofKind('CustomResourceDefinition').map((name) => ({metadata: {name}}))
    return this.on(/^kubectl get --raw .*customresourcedefinitions /, JSON.stringify({items}))
  }

  /** The cluster has a record of the component as it is now. */
  async knows(id: string, stack: ChosenStack): Promise<this> {
    return this.keeps(clusterObjects.record(recordOf(await stack.prepare(id, this.context))))
  }

  /** The ConfigMaps and Secrets in which rde stores what it knows about the components. */
  keeps(...objects: readonly object[]): this {
    return this.on(/^kubectl get configmaps,secrets --all-namespaces /, JSON.stringify({items: objects}))
  }

  /** Scripts the reply to the next call whose command line matches. */
  on(line: RegExp, reply?: Reply): this {
    this.runner.on(line, reply)
    return this
  }

  /** The objects applied with kubectl, per call: `Deployment/one`. */
  get given(): string[][] {
    return this.runner.requests
      .filter(({file, args, input}) => file === 'kubectl' && args[0] === 'apply' && input !== undefined)
      .map(({input}) => (JSON.parse(input!) as {items: Array<{kind: string; metadata: {name: string}}>}).items)
      .map((items) => items.map(({kind, metadata}) => `${kind}/${metadata.name}`))
  }

  /** The command lines of the tools, without queries. */
  get done(): string[] {
    return this.runner.commandLines
      .filter((line) => !/^(kubectl get|docker (ps|inspect|images))/.test(line))
      .map((line) => line.split(' --')[0]!)
  }

  override close(): void {
    this.folder.remove()
    super.close()
  }
}

/** For tests: a stack of relay-core alone, from a chart in the folder `chart` beside it. */
export const relayCoreStack = `version: 1
components:
  relay-core:
    title: relay-core
    version: 1.0.0
    profiles: [core, full]
    sources:
      - {type: chart, release: relay-core, namespace: relay-system, path: chart}
    ready:
      deployments: [relay-system/relay-core-v1-operator]
      jobs: [relay-system/relay-core-v1-vault-init]
      namespaces: [relay-tenants]
serviceImages:
  operator: {local: 'relay-operator:local', pullFrom: 'example.com/relay-operator:latest'}
probe: {image: probe:1, command: /probe}
`
