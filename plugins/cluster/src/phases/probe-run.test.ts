import {failureOf} from '@rde/config/testing/failure-of'
import type {ChosenStack} from '@rde/stack'
import {expect} from 'chai'

import {clusterObjects} from '../testing/cluster-objects.js'
import {apiAway, StackHarness, relayCoreStack} from '../testing/stack-harness.js'
import {probeRun} from './probe-run.js'

const conditions = (...all: object[]) => JSON.stringify({status: {conditions: all}})
const succeeded = conditions({type: 'Succeeded', status: 'True'})
const applying = /^kubectl apply /
const tenantReady = /^kubectl wait tenants\.relay\.sh\/rde-probe .*--for=condition=Ready /
const runCompleted = /^kubectl wait runs\.relay\.sh\/rde-probe-\w+ .*--for=condition=Completed /

describe('the phase probe-run', () => {
  let harness: StackHarness
  let stack: ChosenStack

  beforeEach(async () => {
    harness = new StackHarness()
    stack = await harness.choose(relayCoreStack, {'chart/Chart.yaml': 'name: relay-core\nversion: 1.0.0\n'})
  })
  afterEach(() => harness.close())

  const run = () => probeRun(stack, harness.view).run(harness.context)
  const made = () =>
    harness
      .sees()
      .on(applying)
      .on(tenantReady)
      .on(/^kubectl get tenants/, conditions())
  const ended = (how: string) =>
    made()
      .on(applying)
      .on(runCompleted)
      .on(/^kubectl get runs\.relay\.sh /, how)
  const removed = () =>
    harness
      .on(/^kubectl delete runs\.relay\.sh --selector rde\.relay\.sh\/probe /)
      .on(/^kubectl delete workflows\.relay\.sh,tenants\.relay\.sh rde-probe /)

  it('is not needed if relay-core is recorded and nothing was changed', async () => {
    await harness.knows('relay-core', stack)
    expect(await run()).to.deep.equal({changed: false, detail: 'not needed'})
  })

  it('records relay-core after a run that succeeded, and removes the probe', async () => {
    ended(succeeded).on(applying)
    removed()
    expect((await run()).detail).to.match(/^succeeded in \d+\.\d s$/)
    expect(harness.given[0]).to.deep.equal(['Tenant/rde-probe', 'Workflow/rde-probe'])
    expect(harness.given[1]?.[0]).to.match(/^Run\/rde-probe-/)
    expect(harness.given[2]).to.deep.equal(['ConfigMap/rde-component-relay-core'])
  })

  it('runs again if this start changed relay-core', async () => {
    await harness.knows('relay-core', stack)
    harness.view.applied.add('relay-core')
    ended(succeeded).on(applying).on(applying)
    removed()
    expect((await run()).changed).to.equal(true)
  })

  it('makes the next start run the probe if this one ends before', async () => {
    await harness.knows('relay-core', stack)
    harness.view.applied.add('relay-core')
    const stderr = 'error: timed out waiting for the condition on tenants/rde-probe'
    harness.sees().on(applying).on(applying).on(tenantReady, {exitCode: 1, stderr})
    await failureOf(run)
    expect(harness.given[0]).to.deep.equal(['ConfigMap/rde-component-relay-core'])
    expect(harness.runner.requests.find(({args}) => args[0] === 'apply')?.input).to.contain(
      '\\"hash\\":\\"unfinished\\"',
    )
  })

  it("fails with the run's message, and keeps the run and no record", async () => {
    ended(conditions({type: 'Succeeded', status: 'False', message: 'the step ended with exit code 3'}))
    const {code, message} = await failureOf(run)
    expect([code, message]).to.deep.equal([
      'RDE_PROBE_FAILED',
      'relay-core runs, but a probe run did not succeed: the step ended with exit code 3',
    ])
    expect(harness.given).to.have.length(2)
  })

  it('starts no run if its tenant never becomes ready', async () => {
    const stderr = 'error: timed out waiting for the condition on tenants/rde-probe'
    harness.sees().on(applying).on(tenantReady, {exitCode: 1, stderr})
    const {code, message} = await failureOf(run)
    expect([code, message]).to.deep.equal(['RDE_DEADLINE', 'relay-core runs, but a probe run timed out after 3 min.'])
    expect(harness.given).to.have.length(1)
  })

  it('ends at once with the message of a pod that cannot recover', async () => {
    const {waiting} = clusterObjects
    harness.sees(waiting('relay-tenants/probe', 'InvalidImageName', 'invalid reference format'))
    harness.on(applying).on(tenantReady, apiAway)
    expect((await failureOf(run)).message).to.contain('InvalidImageName: invalid reference format')
  })

  it('fails if relay-core cannot be recorded', async () => {
    ended(succeeded).on(applying, {exitCode: 1, stderr: 'Error from server (Forbidden): configmaps is forbidden'})
    removed()
    const message = await run().catch((error: Error) => error.message)
    harness.runner.forget()
    expect(message).to.contain('configmaps is forbidden')
  })
})
