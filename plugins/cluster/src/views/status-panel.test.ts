import {expect} from 'chai'

import type {ClusterStatus} from '../services/status.js'
import {statusContent} from './status-panel.js'

describe('the status panel', () => {
  const status = {
    ...{cluster: 'rde', verdict: 'degraded', problems: ['Vault is sealed'], repair: 'rde cluster start'},
    nodes: [{name: 'k3d-rde-server-0', role: 'server', state: 'running', ready: true}],
    ...{kubernetes: 'v1.33.4', registry: {address: '127.0.0.1:5111', state: 'running'}, configProblem: undefined},
    components: [
      {id: 'vault', title: 'Vault', version: '1.13.0', ready: false, problem: 'sealed', waitsFor: undefined},
    ],
  } as unknown as ClusterStatus

  it('shows the problems and their repair', () => {
    const {state, summary, problems} = statusContent(status)
    expect({state, summary, problems}).to.deep.equal({
      state: 'error',
      summary: 'rde is degraded.',
      problems: [{message: 'Vault is sealed', remedy: {what: 'Repair it', command: 'rde cluster start'}}],
    })
  })

  it('shows each node and each component with its state', () => {
    const rows = statusContent(status).tables!.flatMap((table) => table.rows.map(({cells}) => cells))
    expect(rows).to.deep.equal([
      ['k3d-rde-server-0', 'server', 'running', 'ready, v1.33.4'],
      ['Vault', '1.13.0', 'sealed'],
      ['127.0.0.1:5111', 'running'],
    ])
  })

  it('shows how to start a cluster if there is none', () => {
    const absent = {...status, verdict: 'absent', problems: [], nodes: [], components: [], registry: undefined} as const
    expect(statusContent(absent)).to.deep.include({
      state: 'unknown',
      summary: 'There is no cluster rde.',
      problems: [{message: 'Start it', remedy: {what: 'Repair it', command: 'rde cluster start'}}],
    })
  })
})
