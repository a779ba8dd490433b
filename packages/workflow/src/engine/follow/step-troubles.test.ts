import {expect} from 'chai'

import {recordedCall} from '@rde/process-runner/testing'
import type {PodObject} from '@rde/toolchain/snapshot/objects'

import {podOfStep, stepHash} from './step-pods.js'
import {StepTroubles} from './step-troubles.js'

const {items: pods} = JSON.parse(recordedCall('kubectl runs.pods-never').stdout) as {items: PodObject[]}

describe('StepTroubles', () => {
  const nobody = {ask: () => expect.fail('no pod waits for a node')}
  const troubles = () => new StepTroubles(nobody)

  it('tells in one line what keeps an image away, and that it is the image', async () => {
    const {present} = await troubles().look(pods)
    expect(
      present.map(({pulls, what}) => [pulls, /^ErrImagePull: failed to pull .* connection refused$/.test(what)]),
    ).to.deep.equal([[true, true]])
  })

  it('waits for a registry that does not answer', async () => {
    expect((await troubles().look(pods)).hopeless).to.equal(undefined)
  })

  it('gives up at once on a registry that has no such image', async () => {
    const told = JSON.parse(
      JSON.stringify(pods).replaceAll(/dial tcp[^"\\]*connection refused/g, 'not found'),
    ) as PodObject[]
    expect((await troubles().look(told)).hopeless?.pulls).to.equal(true)
  })

  it('finds the pod of a step by the label that relay-core makes of its name', () => {
    expect(podOfStep(pods, stepHash('never-3', 'bad'))?.metadata.name).to.equal(pods[0]?.metadata.name)
  })
})
