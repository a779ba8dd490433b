import {expect} from 'chai'

import {readContainer} from './container.js'

describe('A container that docker ps lists', () => {
  it('does not list host paths as volumes', () => {
    const line = {Names: 'a', State: 'running', Image: '', Status: '', Mounts: '/var/run/docker…,cache', Ports: ''}
    expect(readContainer(JSON.stringify({...line, Labels: {}})).volumes).to.deep.equal(['cache'])
  })
})
