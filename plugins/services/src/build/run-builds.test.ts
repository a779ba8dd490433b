import {expect} from 'chai'

import type {ImageReference} from '@rde/images'

import {buildCalls, type BuildableService} from './run-builds.js'

const service = (name: string, build: Partial<BuildableService['build']>): BuildableService => ({
  ...{name, local: `${name}:local`, pullFrom: `reg.example.com/${name}:latest`},
  build: {command: ['ko', 'build'], image: `ko.local/${name}`, needs: name, ...build},
})
const commands = (...services: BuildableService[]) => buildCalls(services).map(({command}) => command.join(' '))

describe('buildCalls', () => {
  it('combines all targets of one command in one call', () => {
    const both = [service('a', {target: './a'}), service('b', {target: './b'})]
    expect(buildCalls(both)).to.deep.equal([
      {services: ['a', 'b'], command: ['ko', 'build', './a', './b'], environment: {}},
    ])
  })

  it('separates builds without a target, with another command or another environment', () => {
    expect(
      commands(
        service('a', {}),
        service('b', {}),
        service('c', {target: './c'}),
        service('d', {target: './d', environment: {CGO_ENABLED: '0'}}),
        service('e', {target: './e', command: ['make']}),
      ),
    ).to.deep.equal(['ko build', 'ko build', 'ko build ./c', 'ko build ./d', 'make ./e'])
  })

  describe('with a registry', () => {
    const registry = {pushName: (reference: ImageReference) => `localhost:5111/${reference.path}`}
    const push = {command: ['ko', 'push'], destination: 'KO_DOCKER_REPO'}

    it('makes builds push that can, all to its folder', () => {
      const all = [service('a', {target: './a', push}), service('b', {target: './b', push}), service('c', {})]
      expect(buildCalls(all, registry)).to.deep.equal([
        {
          services: ['a', 'b'],
          command: ['ko', 'push', './a', './b'],
          environment: {KO_DOCKER_REPO: 'localhost:5111/library'},
        },
        {services: ['c'], command: ['ko', 'build'], environment: {}},
      ])
    })
  })

  it("keeps a variable of the user's environment", () => {
    const [call] = buildCalls([service('a', {environment: {HOME: '/nowhere', GOFLAGS: '-v'}})])
    expect(call?.environment).to.deep.equal({HOME: process.env['HOME'], GOFLAGS: process.env['GOFLAGS'] ?? '-v'})
  })
})
