import {clusterIdentity, defaultConfig} from '@rde/config'
import {expect} from 'chai'

import {chosenOnCommandLine, renderNotes, renderPreview, renderStart} from './render-start.js'

const phase = (id: string, changed: boolean, notes: string[] = []) => ({
  id,
  title: id,
  changed,
  detail: '',
  notes,
  startedMs: 0,
  endedMs: 1_000,
})
const result = {cluster: 'rde', changed: true, seconds: 12.34, phases: [phase('a', true)], criticalPath: ['a', 'b']}

describe('renderStart', () => {
  it('shows the duration, the longest chain and the next commands', () => {
    const [first, ...rest] = renderStart(result).split('\n')
    expect(first).to.equal('The cluster is ready after 12.3 s (longest chain: a → b).')
    expect(rest.filter((line) => line.startsWith('  rde '))).to.have.length(3)
  })

  it('is one line when nothing was changed', () => {
    expect(renderStart({...result, changed: false})).to.equal(
      'The cluster is running and healthy; nothing to change (12.3 s).',
    )
  })

  it('omits the notes of the phases, which go to standard error', () => {
    const phases = [phase('a', true, ['a setting waits'])]
    expect(renderStart({...result, phases})).not.to.contain('a setting waits')
    expect(renderNotes({phases})).to.deep.equal(['  ● a setting waits'])
  })
})

describe('renderPreview', () => {
  it('can be pasted into a shell', () => {
    const previews = [
      {id: 'a', title: 'A', after: [], commandLines: []},
      {id: 'b', title: 'B', after: ['a'], commandLines: ['k3d cluster start rde']},
    ]
    expect(renderPreview(previews)).to.equal('# a\n# nothing to run\n\n# b (after a)\nk3d cluster start rde')
  })
})

describe('chosenOnCommandLine', () => {
  it('changes only the given settings', () => {
    const config = defaultConfig(clusterIdentity('rde'))
    expect(chosenOnCommandLine({agents: 1})(config)).to.deep.equal({...config, cluster: {...config.cluster, agents: 1}})
  })

  it('accepts 0 agents', () => {
    expect(chosenOnCommandLine({agents: 0})(defaultConfig(clusterIdentity('rde'))).cluster.agents).to.equal(0)
  })
})
