import {expect} from 'chai'

import {recording} from '../testing/recording.js'
import {addressOfContext, isLocalAddress, engineCommands} from './engine-address.js'

describe('the address of an engine', () => {
  for (const [file, address] of [
    ['context-default', 'unix:///var/run/docker.sock'],
    ['context-docker-host-tcp', 'tcp://127.0.0.1:1'],
    ['context-ssh', 'ssh://build@builder.example'],
  ]) {
    it(`is ${address} in the recorded ${file}`, () => {
      expect(addressOfContext(recording(`docker-28.2.2/${file}.json`))).to.equal(address)
    })
  }

  for (const address of ['unix:///var/run/docker.sock', 'npipe:////./pipe/docker_engine']) {
    it(`is local when it is ${address}`, () => expect(isLocalAddress(address)).to.equal(true))
  }

  for (const address of ['tcp://127.0.0.1:2375', 'ssh://me@far', 'http://x', '']) {
    it(`is not local when it is "${address}"`, () => expect(isLocalAddress(address)).to.equal(false))
  }

  for (const [address, platform, command] of [
    ['unix:///var/run/docker.sock', 'linux', 'sudo systemctl start docker'],
    ['unix:///run/user/1000/docker.sock', 'linux', 'systemctl --user start docker'],
    ['unix:///home/a/.docker/desktop/docker.sock', 'linux', 'docker desktop start'],
    ['unix:///Users/a/.docker/run/docker.sock', 'darwin', 'docker desktop start'],
    ['unix:///Users/a/.colima/default/docker.sock', 'darwin', 'colima start'],
  ] as const) {
    it(`suggests "${command}" for the engine at ${address}`, () => {
      expect(engineCommands(address, platform).start).to.equal(command)
    })
  }
})
