import {expect} from 'chai'

import {recordedCall} from '@rde/process-runner/testing'
import type {PodObject} from '@rde/toolchain/snapshot/objects'

import {podOfStep, stepHash} from './step-pods.js'
import {StepTroubles} from './step-troubles.js'

const {items: pods} = JSON.parse(recordedCall('kubectl runs.pods-never').stdout) as {items: PodObject[]}

describe('StepTroubles', () => {
  const nodes = {ask: () => expect.fail('no pod waits for a node')}
  const troubles = () => new StepTroubles(nodes)

  it('describes in one line why an image cannot be pulled, and marks it as a pull problem', async () => {
    const {present} = await troubles().look(pods)
    expect(
      present.map(({pulls, what}) => [pulls, /^ErrImagePull: failed to pull .* connection refused$/.test(what)]),
    ).to.deep.equal([[true, true]])
  })

  it('waits for a registry that does not answer', async () => {
    expect((await troubles().look(pods)).hopeless).to.equal(undefined)
  })

  it('gives up immediately if the registry does not have the image', async () => {
    const notFound = JSON.parse(
      JSON.stringify(pods).replaceAll(/dial tcp[^"\\]*connection refused/g, 'not found'),
    ) as PodObject[]
    expect((await troubles().look(notFound)).hopeless?.pulls).to.equal(true)
  })

  it('finds the pod of a step by the label that relay-core derives from its name', () => {
    expect(podOfStep(pods, stepHash('never-3', 'bad'))?.metadata.name).to.equal(pods[0]?.metadata.name)
  })
})
