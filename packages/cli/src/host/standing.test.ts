import {expect} from 'chai'

import {renderStanding} from './standing.js'

const render = (
  verdict: 'healthy' | 'degraded' | 'stopped' | 'absent' | 'unknown',
  problem?: string,
  repair?: string,
) => renderStanding({cluster: 'rde', verdict, problems: problem === undefined ? [] : [problem], repair})

describe('rde alone', () => {
  it('shows how to begin if there is no cluster', () => {
    expect(render('absent', undefined, 'rde cluster start')).to.equal(`There is no cluster yet. To begin:

  rde cluster start                 start a cluster with the workflow engine
  rde workflow run FILE --on host   run a workflow file with nothing but this machine
  rde doctor                        see whether this machine can run a cluster
  rde help                          all commands`)
  })

  it('shows what to do with a healthy cluster', () => {
    expect(render('healthy')).to.match(/^rde is healthy\.\n\n {2}rde workflow run FILE /)
  })

  it('shows the problem, and first the command that repairs it', () => {
    const text = render('degraded', 'Vault: is sealed', 'rde cluster start')
    expect(text).to.match(/^rde is degraded: Vault: is sealed\.\n\n {2}rde cluster start +repair it\n {2}rde doctor /)
  })

  it('starts a stopped cluster', () => {
    expect(render('stopped')).to.match(/^rde is stopped\.\n\n {2}rde cluster start /)
  })

  it('suggests the doctor if Docker does not answer', () => {
    expect(render('unknown', 'docker is not installed.')).to.match(/docker is not installed\.\n\n {2}rde doctor /)
  })
})
