import {clusterIdentity, defaultConfig} from '@rde/config'
import type {ChosenStack, StackContext} from '@rde/stack'
import {expect} from 'chai'

import {imagesToSave} from './save-images.js'

describe('imagesToSave', () => {
  const stack = {
    declared: {nodeImages: ['rancher/mirrored-coredns:1']},
    images: async () => ['vault:1', 'vault:1'],
    services: [{local: 'relay-operator:local', pullFrom: 'relaysh/relay-operator:1'}],
  } as Partial<Record<keyof ChosenStack, unknown>> as ChosenStack
  const saved = async (cluster: object) => {
    const usual = defaultConfig(clusterIdentity('rde'))
    const config = {...usual, cluster: {...usual.cluster, ...cluster}}
    const images = await imagesToSave(stack, config)({} as StackContext)
    return images.map(({reference}) => reference.familiar)
  }

  it('returns the images of k3d, k3s, the stack and the services', async () => {
    expect(await saved({k3sImage: 'rancher/k3s:v1'})).to.include.members([
      'rancher/k3s:v1',
      'rancher/mirrored-coredns:1',
      'vault:1',
      'relay-operator:local',
    ])
  })

  it('returns no images of nodes for an attached cluster', async () => {
    const attached = {context: 'team', push: 'registry.example', pull: 'registry.example'}
    expect(await saved({attached})).to.deep.equal(['vault:1', 'relay-operator:local'])
  })
})
