import {expect} from 'chai'

import {tools} from '../tools/tools.js'
import {managedToolNames} from './fetched-tool.js'
import managedTools from './managed-tools.json' with {type: 'json'}
import {managedToolsSchema, platforms, thisPlatform, toolDownload} from './managed-tools.js'

describe('managed-tools.json', () => {
  it('matches its schema', () => {
    expect(managedToolsSchema.safeParse(managedTools).error).to.equal(undefined)
  })

  for (const name of managedToolNames) {
    it(`has a ${name} that is new enough`, () => {
      const numbers = (version: string) => version.split('.').map((number) => number.padStart(5, '0'))
      expect(numbers(managedTools[name].version) >= numbers(tools[name].minimum)).to.equal(true)
    })

    it(`has a complete URL of ${name} for every platform`, () => {
      for (const platform of platforms) expect(toolDownload(name, platform)?.url).not.to.match(/[{}]/)
    })
  }

  it('names the program in the archive of helm', () => {
    expect(toolDownload('helm', 'darwin/arm64')).to.deep.include({
      url: 'https://get.helm.sh/helm-v3.18.6-darwin-arm64.tar.gz',
      member: 'darwin-arm64/helm',
    })
  })

  it('has no download for an unsupported platform', () => {
    expect(toolDownload('k3d', 'win32/amd64')).to.equal(undefined)
  })
})

describe('thisPlatform', () => {
  it("uses the projects' platform names", () => {
    expect(thisPlatform({platform: 'linux', arch: 'x64'})).to.equal('linux/amd64')
  })
})
