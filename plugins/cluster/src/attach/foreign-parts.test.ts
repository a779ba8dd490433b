import type {ChosenStack} from '@rde/stack'
import {expect} from 'chai'

import {StackHarness} from '../testing/stack-harness.js'
import {foreignParts} from './foreign-parts.js'

const document = `version: 1
components:
  tekton:
    title: Tekton
    version: 0.36.0
    profiles: [core, full]
    sources:
      - {type: manifest, file: tekton.yaml, path: tekton.yaml}
serviceImages: {}
probe: {image: probe:1, command: /probe}
`
const manifest = `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: taskruns.tekton.dev}
`

describe('foreignParts', () => {
  let harness: StackHarness
  let stack: ChosenStack

  beforeEach(async () => {
    harness = new StackHarness()
    stack = await harness.choose(document, {'tekton.yaml': manifest})
  })
  afterEach(() => harness.close())

  const noRelease = () => harness.on(/^kubectl get secrets --all-namespaces --selector owner=helm/)
  const nothingInstalled = () => harness.keeps()

  it('rejects a component whose CRDs somebody else installed, and names the setting to use theirs', async () => {
    nothingInstalled().has('CustomResourceDefinition taskruns.tekton.dev')
    noRelease()
    const [found, ...more] = await foreignParts(stack, harness.context)
    expect([found?.detail, found?.problem?.code, found?.remedies[0]?.command, more.length]).to.deep.equal([
      'Tekton is in the cluster already, and rde did not install it: taskruns.tekton.dev.',
      'RDE_COMPONENT_FOREIGN',
      'rde config set stack.components.tekton.enabled false',
      0,
    ])
  })

  it('accepts a component that rde installed', async () => {
    await harness.knows('tekton', stack)
    harness.has('CustomResourceDefinition taskruns.tekton.dev')
    noRelease()
    expect(await foreignParts(stack, harness.context)).to.deep.equal([])
  })

  it('finds nothing in a cluster without components of the stack', async () => {
    nothingInstalled().has('CustomResourceDefinition others.example.com')
    noRelease()
    expect(await foreignParts(stack, harness.context)).to.deep.equal([])
  })
})
