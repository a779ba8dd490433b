import {failureOf} from '@rde/config/testing/failure-of'
import {expect} from 'chai'

import {component} from '../document/component-schema.js'
import {selectComponents} from '../document/select-components.js'
import {source} from '../document/source-schema.js'
import type {ResolvedSource} from '../sources/resolve-source.js'
import {StackFolder} from '../testing/stack-folder.js'
import {componentHash} from './component-hash.js'
import {componentImages} from './component-images.js'
import {renderComponent} from './render-component.js'
import {SourceManifests} from './source-manifests.js'

const release = `
apiVersion: apps/v1
kind: Deployment
metadata: {name: controller, namespace: there}
spec: {template: {spec: {containers: [{name: a, image: 'up.example/controller:v1@sha256:0', args: [-side-image, 'up.example/side:v1', text up.example/x]}]}}}
---
apiVersion: v1
kind: Namespace
metadata: {name: there}
---
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: things.example.com}
spec: {note: up.example/controller:v1}
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: controller, namespace: there}
---
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: things.example.com}
spec: {note: again}
`
const rule = {match: 'up\\.example/([a-z]+):.*', use: 'ours/$1:v1'}

describe('renderComponent', () => {
  let here: StackFolder
  let sources: ResolvedSource[]
  const render = async (settings: object = {}, renamed: Record<string, string> = {}) => {
    const declared = {title: 'X', version: '1', profiles: ['core'], sources: sources.map(({source: one}) => one)}
    const components = {x: component.parse({...declared, ...settings})}
    const [selected] = selectComponents({components}, {profile: 'core', ingress: 'kourier'})
    return renderComponent(selected!, sources, {
      registry: 'registry.localhost:1',
      manifests: new SourceManifests(here.path),
      renamed,
    })
  }
  const names = (objects: readonly {kind: string}[]) => objects.map(({kind}) => kind)

  beforeEach(() => {
    here = new StackFolder()
    const path = here.write('release.yaml', release)
    sources = [{source: source.parse({type: 'manifest', file: 'release.yaml'}), path, sha256: '0'}]
  })
  afterEach(() => here.remove())

  it('renames images to the names in a folder, after applying the rules', async () => {
    const byRule = await render({images: [rule]}, {'ours/controller:v1': 'ours/controller:kept'})
    expect(byRule.rewritten.images).to.include('ours/controller:kept')
    const plain = await render({}, {'up.example/controller:v1@sha256:0': 'up.example/controller:sha256-0'})
    expect(JSON.stringify(plain.objects)).to.contain('"up.example/controller:sha256-0"')
  })

  it('separates CRDs without duplicates, and puts namespaces first', async () => {
    const {crds, objects} = await render()
    expect([crds.length, crds[0]?.['spec']]).to.deep.equal([1, {note: 'again'}])
    expect(names(objects)).to.deep.equal(['Namespace', 'Deployment', 'HorizontalPodAutoscaler'])
  })

  it('leaves out objects in `leaveOut`, or all that are not in `only`', async () => {
    const kind = 'HorizontalPodAutoscaler'
    const without = await render({leaveOut: [{kind}]})
    const other = await render({leaveOut: [{kind, apiVersion: 'autoscaling/v2beta1'}]})
    const only = await render({only: [{kind}]})
    expect([without, other, only].map(({objects}) => names(objects).includes(kind))).to.deep.equal([false, true, true])
    expect([only.crds.length, only.objects.length]).to.deep.equal([0, 1])
  })

  it('adds objects', async () => {
    const {objects} = await render({add: [{apiVersion: 'v1', kind: 'Service', metadata: {name: 'a'}}]})
    expect(names(objects)).to.include('Service')
  })

  it('rewrites and counts images wherever they are a whole string', async () => {
    const {objects, rewritten} = await render({images: [rule]})
    expect(rewritten).to.deep.equal({count: 2, images: ['ours/controller:v1', 'ours/side:v1']})
    expect(JSON.stringify(objects)).to.contain('["-side-image","ours/side:v1","text up.example/x"]')
  })

  it('warns of a rule that matched nothing', async () => {
    expect((await render({images: [{match: 'gone.example/.*', use: 'x'}]})).warnings).to.deep.equal([
      'X: no image matches gone.example/.*',
    ])
  })

  it('fails on a patch that matches nothing', async () => {
    const patches = [{kind: 'ConfigMap', name: 'settings', merge: {}}]
    const {code, message} = await failureOf(() => render({patches}))
    expect([code, message.includes('ConfigMap settings')]).to.deep.equal(['RDE_STACK_PATCH', true])
  })

  it("fills in the cluster's registry", async () => {
    const {objects} = await render({patches: [{kind: 'Namespace', merge: {data: 'a,{registry}'}}]})
    expect(objects[0]).to.include({data: 'a,registry.localhost:1'})
  })

  it('passes values to charts, with images rewritten', async () => {
    const chart = source.parse({type: 'chart', release: 'x', namespace: 'there', path: 'chart'})
    sources = [{source: chart, path: '/chart', sha256: '1'}]
    const {charts} = await render({images: [rule], values: {x: {image: 'up.example/x:v1'}}})
    expect(charts).to.deep.equal([
      {release: 'x', namespace: 'there', path: '/chart', sha256: '1', values: {image: 'ours/x:v1'}},
    ])
  })

  it('lists every image, including those in rules and charts', async () => {
    const chart = source.parse({type: 'chart', release: 'x', namespace: 'there', path: 'chart'})
    sources = [...sources, {source: chart, path: '/chart', sha256: '1'}]
    const made = `
apiVersion: install.relay.sh/v1alpha1
kind: RelayCore
metadata: {name: a}
spec: {operator: {image: operator:1}, vault: {vaultInitializationImage: init:1}}
---
apiVersion: v1
kind: Pod
metadata: {name: test, annotations: {helm.sh/hook: test}}
spec: {containers: [{image: test:1}]}
`
    const helm = {template: async () => made}
    const images = await componentImages(await render({images: [rule]}), {helm})
    expect(images).to.deep.equal(['init:1', 'operator:1', 'ours/controller:v1', 'ours/side:v1'])
  })

  describe('componentHash', () => {
    const hash = async (settings?: object) => componentHash(await render(settings))

    it('does not depend on the order of keys', async () => {
      const add = (metadata: object) => ({add: [{kind: 'A', apiVersion: 'v1', metadata}]})
      expect(await hash(add({name: 'a', labels: {}}))).to.equal(await hash(add({labels: {}, name: 'a'})))
    })

    it('changes with an object and with the version', async () => {
      const all = [await hash(), await hash({version: '2'}), await hash({leaveOut: [{kind: 'Namespace'}]})]
      expect(new Set(all).size).to.equal(3)
    })

    it('changes with the values that a chart is given', async () => {
      const chart = source.parse({type: 'chart', release: 'x', namespace: 'there', path: 'chart'})
      sources = [{source: chart, path: '/chart', sha256: '1'}]
      const all = [await hash({values: {x: {a: 1}}}), await hash({values: {x: {a: 2}}})]
      expect(new Set(all).size).to.equal(2)
    })
  })
})
