import {mkdtempSync, rmSync, symlinkSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'

import {DataDirectory} from '@rde/config'
import {expect} from 'chai'

import {currentOwner, ownerLabelOf, ownerOf} from './cluster-owner.js'
import type {Container} from '../docker/container.js'

const labelled = (label: string) => {
  const [name = '', value = ''] = label.split('=')
  return {containers: [{labels: {[name]: value}} as unknown as Container]}
}

describe('the owner of a cluster', () => {
  it('is written to a label and read from it', () => {
    const owner = {user: 'DOMAIN\\alice b', folder: '/home/alice/a b/$HOME/100%'}
    expect(ownerOf(labelled(ownerLabelOf(owner)))).to.deep.equal(owner)
  })

  it('is undefined if no node has the label', () => {
    expect(ownerOf({containers: []})).to.equal(undefined)
  })

  it('is the same through a link, also before the folder exists', () => {
    const real = mkdtempSync(join(tmpdir(), 'rde-owner-'))
    const link = `${real}-link`
    symlinkSync(real, link)
    const folderOf = (home: string) => currentOwner(DataDirectory.fromEnvironment({HOME: home})).folder
    expect(folderOf(link)).to.equal(folderOf(real))
    for (const path of [link, real]) rmSync(path, {recursive: true})
  })
})
