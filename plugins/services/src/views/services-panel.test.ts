import {expect} from 'chai'

import {servicesContent} from './services-panel.js'

describe('the services panel', () => {
  const service = {service: 'relay-operator', reference: 'relay-operator:local', pullFrom: 'relaysh/relay-operator'}

  it('shows of each service the version and the digest that run', () => {
    const running = {
      ...service,
      digest: `sha256:${'8c1f'.repeat(16)}`,
      since: '2026-01-01',
      version: 'v2',
      revision: null,
      versions: ['v1'],
    }
    expect(servicesContent([running]).tables?.[0]?.rows).to.deep.equal([
      {state: 'ok', cells: ['relay-operator', 'v2', 'sha256:8c1f8c1f8c1f', '2026-01-01', 'v1'], log: 'relay-operator'},
    ])
  })

  it('says which services have no image in the cluster', () => {
    const missing = {...service, digest: null, since: null, version: null, revision: null, versions: []}
    const {summary, tables} = servicesContent([missing])
    expect([summary, tables?.[0]?.rows[0]?.cells[2]]).to.deep.equal([
      '0 of 1 services have an image in the cluster.',
      'not in the cluster',
    ])
  })
})
