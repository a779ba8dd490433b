import {failureOf} from '@rde/config/testing/failure-of'
import type {ChosenStack} from '@rde/stack'
import {expect} from 'chai'

import {clusterObjects} from '../testing/cluster-objects.js'
import {apiAway, StackHarness} from '../testing/stack-harness.js'
import {componentPhase} from './component.js'

const document = `version: 1
components:
  one:
    title: One
    version: 1.0.0
    profiles: [core, full]
    sources:
      - {type: manifest, file: one.yaml, path: one.yaml}
    ready:
      dryRun: {apiVersion: v1, kind: ConfigMap, metadata: {name: tried, namespace: n}}
serviceImages: {}
probe: {image: probe:1, command: /probe}
`
const manifest = `apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: n}
spec: {}
---
apiVersion: v1
kind: Namespace
metadata: {name: n}
---
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: things.example.com}
`
const there = ['CustomResourceDefinition things.example.com', 'Namespace n']
const {running, scaledToZero, fromBefore, waiting} = clusterObjects
const applying = /^kubectl apply --server-side /
const establishing = /^kubectl wait --for=condition=Established crd\/things\.example\.com /
const trying = /^kubectl create --dry-run=server /

describe('the phase of a component', () => {
  let harness: StackHarness
  let stack: ChosenStack

  beforeEach(async () => {
    harness = new StackHarness()
    stack = await harness.choose(document, {'one.yaml': manifest})
  })
  afterEach(() => harness.close())

  const phase = () => componentPhase('one', stack, harness.view)
  const run = () => phase().run(harness.context)
  const knows = () => harness.knows('one', stack)
  const failed = () =>
    run().then(
      () => expect.fail('it did not fail'),
      (error: Error) => error.message,
    )
  const fresh = () => harness.has().sees()
  const noDeletions = () => harness.on(/^kubectl get namespaces\/n /)
  const defined = () => noDeletions().on(applying).on(establishing)
  const applied = () => defined().on(applying)
  const ready = () => harness.sees(running('n/web'))
  const kept = () => harness.on(trying).on(applying)

  describe('if unchanged', () => {
    it('costs one look if it is healthy', async () => {
      await knows()
      harness.has(...there).sees(running('n/web'))
      expect(await run()).to.deep.equal({changed: false, detail: 'ready', notes: []})
      expect(harness.done).to.deep.equal([])
    })

    it('only waits if pods recover by themselves', async () => {
      await knows()
      harness.has(...there).sees(fromBefore('n/web'))
      ready()
      kept()
      expect((await run()).detail).to.equal('ready again')
      expect([harness.given, harness.view.applied.size]).to.deep.equal([[['ConfigMap/rde-component-one']], 0])
    })

    it('scales up what was scaled to 0, and applies it', async () => {
      await knows()
      harness.has(...there).sees(scaledToZero('n/web'))
      harness.on(/^kubectl scale deployments\.apps\/web --namespace n --replicas=1 /)
      applied()
      ready()
      kept()
      expect((await run()).detail).to.equal('repaired')
      expect([...harness.view.applied]).to.deep.equal(['one'])
    })

    for (const missing of there)
      it(`is repaired if its ${missing} is missing`, async () => {
        await knows()
        harness.has(...there.filter((name) => name !== missing)).sees(running('n/web'))
        applied()
        ready()
        kept()
        expect((await run()).detail).to.equal('repaired')
      })
  })

  it('installs definitions first, then namespaces, then the rest, and writes its record last', async () => {
    fresh()
    applied()
    ready()
    kept()
    expect((await run()).detail).to.equal('installed')
    expect(harness.given).to.deep.equal([
      ['CustomResourceDefinition/things.example.com'],
      ['Namespace/n', 'Deployment/web'],
      ['ConfigMap/rde-component-one'],
    ])
  })

  it('marks the old record as outdated before it installs another version', async () => {
    await knows()
    stack = await harness.choose(document.replace('1.0.0', '2.0.0'), {
      'one.yaml': manifest.replace('{}', '{replicas: 2}'),
    })
    harness.has(...there).sees(running('n/web'))
    harness.on(applying)
    noDeletions().on(applying, {exitCode: 1, stderr: 'Error from server (Forbidden): not today'})
    expect(await failed()).to.contain('not today')
    expect(harness.given[0]).to.deep.equal(['ConfigMap/rde-component-one'])
    expect(harness.runner.requests.find(({args}) => args[0] === 'apply')?.input).to.contain(
      '\\"hash\\":\\"unfinished\\"',
    )
  })

  it('does not use a snapshot from before an apply', async () => {
    harness.has(...there).sees(running('n/web'))
    applied()
    harness.sees(waiting('n/web', 'InvalidImageName', 'invalid reference format'))
    expect(await failed()).to.contain('InvalidImageName: invalid reference format')
  })

  it("reports the API's message if it refuses an object", async () => {
    fresh()
    const stderr = 'Error from server (Invalid): Deployment.apps "web" is invalid: spec.selector: field is immutable'
    defined().on(applying, {exitCode: 1, stderr})
    expect(await failed()).to.contain('spec.selector: field is immutable')
  })

  it('continues after a short outage of the API server', async () => {
    fresh()
    noDeletions().on(applying, apiAway).on(applying).on(establishing).on(applying)
    ready()
    kept()
    expect((await run()).changed).to.equal(true)
    expect(harness.reports).to.include('waiting for the API server')
  })

  it('applies no object if its definitions are never established', async () => {
    fresh()
    const stderr = 'error: timed out waiting for the condition on customresourcedefinitions/things.example.com'
    noDeletions().on(applying).on(establishing, {exitCode: 1, stderr})
    expect(await failed()).to.equal('Waiting for the resource definitions of One timed out after 1 min.')
    expect(harness.given).to.have.length(1)
  })

  it('writes no record if a webhook refuses the dry run', async () => {
    fresh()
    applied()
    ready()
    const message = 'admission webhook "validation.example.com" denied the request: mutation failed'
    const stderr = `Error from server (BadRequest): error when creating "STDIN": ${message}`
    harness.on(trying, {exitCode: 1, stderr})
    expect(await failed()).to.contain(message)
    expect(harness.given).to.have.length(2)
  })

  it('waits for a webhook that does not answer yet', async () => {
    fresh()
    applied()
    ready()
    const message = 'failed calling webhook "validation.example.com": failed to call webhook: connection refused'
    harness.on(trying, {exitCode: 1, stderr: `Error from server (InternalError): Internal error occurred: ${message}`})
    kept()
    expect((await run()).changed).to.equal(true)
  })

  it('ends at once with the message of a pod that cannot recover', async () => {
    fresh()
    applied()
    harness.sees(waiting('n/web', 'ErrImagePull', 'failed to resolve reference "web:1": web:1: not found'))
    const {code, message} = await failureOf(run)
    expect(code).to.equal('RDE_CANNOT_HEAL')
    expect(message).to.contain('web:1: not found')
  })

  it('ends at its deadline, during a wait', async () => {
    fresh()
    applied()
    harness.sees(fromBefore('n/web'))
    harness.endsAt('waiting for Deployment n/web, which has 0 of 1 pods ready')
    expect(await failed()).to.match(/out of time|aborted/)
  })

  it('fails if its record cannot be written', async () => {
    fresh()
    applied()
    ready()
    const stderr = 'Error from server (Forbidden): configmaps "rde-component-one" is forbidden: not today'
    harness.on(trying).on(applying, {exitCode: 1, stderr})
    expect(await failed()).to.contain('is forbidden: not today')
  })
})
