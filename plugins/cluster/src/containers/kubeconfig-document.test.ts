import type {RdeError} from '@rde/errors'
import {recordedCall} from '@rde/process-runner/testing'
import {expect} from 'chai'

import {parseKubeconfig} from './kubeconfig-document.js'

describe('parseKubeconfig', () => {
  it('reads what k3d prints', () => {
    expect(parseKubeconfig(recordedCall('k3d create.kubeconfig-get').stdout)['current-context']).to.equal(
      'k3d-rde-test-acc',
    )
  })

  for (const [what, text] of [
    ['empty output', ''],
    ['invalid YAML', '{'],
    ['a kubeconfig without a cluster', 'apiVersion: v1\nkind: Config\nclusters: []\nusers: [{name: a, user: {}}]'],
    ['another object', 'apiVersion: v1\nkind: Secret\ndata: {token: secret-value}'],
  ] as const) {
    it(`refuses ${what}, without repeating it`, () => {
      expect(() => parseKubeconfig(text))
        .to.throw()
        .satisfies(({code, message}: RdeError) => code === 'RDE_KUBECONFIG' && !message.includes('secret'))
    })
  }
})
