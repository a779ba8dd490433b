import {expect} from 'chai'

import {chooseAxes, parseVersions, servicesToAsk} from './choose-axes.js'

const service = (name: string) => ({name, local: `${name}:local`, pullFrom: `reg.example.com/${name}:latest`})
const services = [service('operator'), service('api'), service('tools')]
const available = new Map([
  ['operator', ['1.10', '1.2', '1.9']],
  ['api', ['1', '2']],
  ['tools', ['1']],
])
const axes = (names: readonly string[], ...versions: readonly string[]) =>
  chooseAxes({services, names, choices: versions.map(parseVersions), available}).map(
    (axis) => `${axis.service}=${axis.versions.join(',')}`,
  )

describe('chooseAxes', () => {
  it('chooses all services with several versions, sorted by name', () => {
    expect(axes([])).to.deep.equal(['api=1,2', 'operator=1.2,1.9,1.10'])
  })

  it('chooses the named services, even with one version', () => {
    expect(axes(['tools'], 'all')).to.deep.equal(['tools=1'])
  })

  it('chooses the latest versions of each', () => {
    expect(axes([], 'latest:2')).to.deep.equal(['api=1,2', 'operator=1.9,1.10'])
  })

  it('keeps lists as they are, and prefers those of a service to those of all', () => {
    expect(axes([], 'operator=b,a', 'api=x')).to.deep.equal(['api=x', 'operator=b,a'])
    expect(axes(['api', 'operator'], 'operator=b', 'latest:1')).to.deep.equal(['api=2', 'operator=b'])
  })

  it('fails if no service has several versions', () => {
    expect(() => axes([], 'latest:1')).to.throw('No service has several versions')
  })

  it('names a service without versions', () => {
    const choices = [parseVersions('all')]
    expect(() => chooseAxes({services, names: ['api'], choices, available: new Map()})).to.throw('No version of api')
  })

  for (const text of ['', 'latest:', 'latest:0', 'a,,b', '=a', 'operator='])
    it(`refuses --versions "${text}"`, () => {
      expect(() => parseVersions(text))
        .to.throw('must be all, latest:N')
        .with.nested.property('oclif.exit', 2)
    })
})

describe('servicesToAsk', () => {
  const asked = (names: readonly string[], ...versions: readonly string[]) =>
    servicesToAsk({services, names, choices: versions.map(parseVersions)}).map(({name}) => name)

  it('are all services if none is chosen', () => {
    expect(asked([])).to.deep.equal(['operator', 'api', 'tools'])
  })

  it('are the named services, except those with listed versions', () => {
    expect(asked(['tools'], 'api=latest:2', 'operator=1.2,1.3')).to.deep.equal(['tools', 'api'])
    expect(asked([], '1.2,1.3')).to.deep.equal([])
  })
})
