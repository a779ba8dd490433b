import {expect} from 'chai'

import {recordedCall} from '@rde/process-runner/testing'

import type {RunObject} from './run-object.js'
import {runState, summarizeRun} from './run-summary.js'

const recorded = JSON.parse(recordedCall('kubectl runs.get').stdout) as {items: RunObject[]}
const run = (name: string) => summarizeRun(recorded.items.find(({metadata}) => metadata.name === name)!)
const steps = (name: string) => run(name).steps.map((step) => `${step.name} ${step.phase}`)

describe('summarizeRun', () => {
  it('names a run by its workflow and number', () => {
    const {reference, number, workflow} = run('hello-2')
    expect({reference, number, workflow}).to.deep.equal({reference: 'hello#2', number: 2, workflow: 'hello'})
  })

  it('names a run that has no number by its object', () => {
    const {metadata, spec} = recorded.items[0]!
    const {reference, number} = summarizeRun({metadata: {...metadata, labels: {}}, spec})
    expect([reference, number]).to.deep.equal([metadata.name, undefined])
  })

  it('distinguishes the states of runs', () => {
    const names = ['hello-2', 'mixed-2', 'never-3', 'long-1', 'empty-1']
    const states = ['succeeded', 'failed', 'running', 'cancelled', 'succeeded']
    expect(names.map((name) => run(name).state)).to.deep.equal(states)
  })

  it('reports a run without a status as pending', () => {
    expect(runState(undefined)).to.equal('pending')
  })

  it('distinguishes steps that succeeded, failed and were skipped', () => {
    const phases = ['build succeeded', 'fails failed', 'after skipped', 'skipme skipped']
    expect(steps('mixed-2')).to.deep.equal(phases)
  })

  it('reports a step as waiting while its pod cannot start', () => {
    expect(steps('never-3')).to.deep.equal(['bad waiting'])
  })

  it('reports a step as running from when its condition holds until it is complete', () => {
    const conditions = [
      {type: 'Skipped', status: 'False', reason: 'WhenConditionSatisfied'},
      {type: 'Completed', status: 'False'},
      {type: 'Succeeded', status: 'Unknown'},
    ]
    const {metadata, spec} = recorded.items[0]!
    const {steps} = summarizeRun({metadata, spec, status: {conditions: [], steps: [{name: 'a', conditions}]}})
    expect(steps[0]?.phase).to.equal('running')
  })
})
