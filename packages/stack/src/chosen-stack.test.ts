import {readFileSync} from 'node:fs'

import {clusterIdentity, DataDirectory, defaultConfig, type RdeConfig} from '@rde/config'
import {ScriptedProcessRunner} from '@rde/process-runner/testing'
import {Helm} from '@rde/toolchain'
import {expect} from 'chai'

import {chooseStack, type StackContext} from './chosen-stack.js'
import {StackFolder} from './testing/stack-folder.js'

const document = (source: string, more: string) => `version: 1
components:
  one:
    title: One
    version: 1.0.0
    profiles: [core, full]
    sources: [${source}]
    ${more}
serviceImages: {}
probe: {image: probe:1, command: /probe}
`
const manifest = '{type: manifest, file: one.yaml, path: one.yaml}'
const chart = '{type: chart, release: one, namespace: n, path: chart}'
const identity = clusterIdentity('rde-test-stack')

describe('ChosenStack', () => {
  let folder: StackFolder
  let config: RdeConfig

  beforeEach(() => {
    folder = new StackFolder()
    folder.write('one.yaml', 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: one, namespace: n}\n')
    folder.write('chart/Chart.yaml', 'name: one\nversion: 1.0.0\n')
    config = defaultConfig(identity)
  })
  afterEach(() => folder.remove())

  const helm = new Helm(new ScriptedProcessRunner(), {file: 'helm', kubeconfig: ''})
  const context: StackContext = {helm, signal: new AbortController().signal, config: () => config}
  const choose = (text: string) => {
    folder.write('stack.yaml', text)
    return chooseStack({
      identity,
      data: DataDirectory.fromEnvironment({HOME: folder.path}),
      config,
      choice: folder.path,
    })
  }
  const hashWith = async (values: string) =>
    (await (await choose(document(chart, `values: {one: ${values}}`))).prepare('one', context)).hash

  it('is rendered with the current registry port, not with the planned one', async () => {
    const patches = "patches: [{kind: ConfigMap, merge: {data: {registry: '{registry}'}}}]"
    const stack = await choose(document(manifest, patches))
    await stack.prepare('one', context)
    config = {...config, cluster: {...config.cluster, registryPort: 5112}}
    const {objects} = await stack.prepare('one', context)
    expect(objects[0]).to.have.nested.property('data.registry', 'rde-test-stack-registry.localhost:5112')
  })

  it('is reinstalled when its Helm values change', async () => {
    const before = await hashWith('{image: {tag: 1.0.0}}')
    expect(await hashWith('{image: {tag: 1.0.0}}')).to.equal(before)
    expect(await hashWith('{image: {tag: 1.1.0}}')).not.to.equal(before)
    expect(await hashWith('{image: {tag: 1.0.0}, added: true}')).not.to.equal(before)
  })

  it('needs the images in the values that the user changed, not those in the stack', async () => {
    config = {...config, helm: {values: {one: {image: 'small:2'}}}}
    const stack = await choose(document(chart, "values: {one: {image: 'large:1', other: 'kept:1'}}"))
    const template = async ({valuesFile}: {valuesFile: string}) => {
      const {image, other} = JSON.parse(readFileSync(valuesFile, 'utf8')) as Record<string, string>
      const containers = [image, other].map((name) => `{name: c, image: '${name}'}`)
      return `apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec: {containers: [${containers}]}\n`
    }
    const images = await stack.imagesOf('one', {...context, helm: {pull: helm.pull.bind(helm), template}})
    expect(images).to.deep.equal(['kept:1', 'small:2'])
  })
})
