import {expect} from 'chai'

import {DataDirectory} from './data-directory.js'

describe('DataDirectory', () => {
  it('follows XDG, else uses the default folders below the home', () => {
    const {cluster, defaults, tools} = DataDirectory.fromEnvironment({HOME: '/h', XDG_CONFIG_HOME: '/x'})
    expect(cluster).to.equal('/h/.local/share/rde/clusters/rde')
    expect([defaults, tools]).to.deep.equal(['/x/rde/defaults.json', '/h/.cache/rde/tools'])
  })

  it('prefers RDE_DATA_DIR to XDG', () => {
    expect(DataDirectory.fromEnvironment({HOME: '/h', RDE_DATA_DIR: '/d', XDG_DATA_HOME: '/x'}).config).to.equal(
      '/d/clusters/rde/config.json',
    )
  })

  it('keeps the lock outside the folder that a delete removes', () => {
    const data = DataDirectory.fromEnvironment({HOME: '/h', RDE_CLUSTER: 'rde-test-a'})
    expect(data.lock.startsWith(`${data.cluster}/`)).to.equal(false)
  })
})
