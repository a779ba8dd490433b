import {expect} from 'chai'

import {ProcessError} from '@rde/process-runner'

import {forgetProducts} from './forget-products.js'
import type {BuildableService} from './run-builds.js'

const [old, now] = ['sha256:old', 'sha256:now']
const sum = (digit: string) => digit.repeat(64)
const service: BuildableService = {
  ...{name: 'a', local: 'a:local', pullFrom: 'reg.example.com/a:latest'},
  build: {command: ['ko', 'build'], image: 'ko.local/a:latest', needs: 'a'},
}

/** The removed images, if Docker had `before` and now has these images. */
async function forgotten(
  before: Readonly<Record<string, string>>,
  after: Readonly<Record<string, string>>,
  refuses = false,
): Promise<string[]> {
  const names: string[] = []
  const docker = {
    imageIds: async () => new Map(Object.entries(after)),
    async untag(name: string) {
      names.push(name)
      if (refuses) throw new ProcessError({file: 'docker', args: []}, {failure: 'exit-code', summary: '', exitCode: 1})
    },
  }
  await forgetProducts([service], new Map(Object.entries(before)), docker)
  return names
}

describe('forgetProducts', () => {
  const made = {'a:local': now, 'ko.local/a:latest': now, [`ko.local/a:${sum('b')}`]: now}

  it('removes the names by content of earlier builds', async () => {
    expect(await forgotten({}, {...made, [`ko.local/a:${sum('c')}`]: old})).to.deep.equal([`ko.local/a:${sum('c')}`])
  })

  it('keeps chosen names, and those of other builds', async () => {
    expect(await forgotten({}, {...made, 'ko.local/a:fix-42': old, [`ko.local/b:${sum('c')}`]: old})).to.deep.equal([])
  })

  it('removes the previous product if it no longer has a name', async () => {
    expect(await forgotten({'ko.local/a:latest': old}, made)).to.deep.equal([old])
  })

  it('keeps the previous product if it has another name', async () => {
    expect(await forgotten({'ko.local/a:latest': old}, {...made, 'a:1.2': old})).to.deep.equal([])
  })

  it('keeps images that a container uses', async () => {
    expect(await forgotten({'ko.local/a:latest': old}, made, true)).to.deep.equal([old])
  })
})
