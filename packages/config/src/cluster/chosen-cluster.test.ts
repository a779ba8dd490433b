import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'

import {expect} from 'chai'

import {chosenCluster, clusterNames} from './chosen-cluster.js'

describe('chosenCluster', () => {
  let folder: string
  const used = () => join(folder, 'cluster')

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'rde-chosen-'))
  })
  afterEach(() => rmSync(folder, {recursive: true}))

  it('is rde if no other is named', () => {
    expect(chosenCluster({env: {}, used: used()})).to.equal('rde')
  })

  it('is the one in use, unless the environment names another', () => {
    writeFileSync(used(), 'team\n')
    expect(chosenCluster({env: {}, used: used()})).to.equal('team')
    expect(chosenCluster({env: {RDE_CLUSTER: 'ci'}, used: used()})).to.equal('ci')
  })

  it('prints how to correct the source of a wrong name', () => {
    writeFileSync(used(), 'Team\n')
    const remedyOf = (env: Record<string, string>) => {
      try {
        return chosenCluster({env, used: used()})
      } catch (error) {
        return (error as {remedies: {command: string}[]}).remedies[0]?.command
      }
    }
    expect([remedyOf({}), remedyOf({RDE_CLUSTER: 'CI'})]).to.deep.equal(['rde cluster use rde', 'unset RDE_CLUSTER'])
  })

  it('lists the clusters that have a folder, by name', () => {
    for (const name of ['team', 'rde', 'no_name']) mkdirSync(join(folder, 'clusters', name), {recursive: true})
    writeFileSync(join(folder, 'clusters', 'rde.lock'), '')
    expect(clusterNames({clusters: join(folder, 'clusters')})).to.deep.equal(['rde', 'team'])
    expect(clusterNames({clusters: join(folder, 'nowhere')})).to.deep.equal([])
  })
})
