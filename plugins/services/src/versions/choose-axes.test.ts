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
  it('takes all services of which there are several versions, by name', () => {
    expect(axes([])).to.deep.equal(['api=1,2', 'operator=1.2,1.9,1.10'])
  })

  it('takes the services that are named, even of one version', () => {
    expect(axes(['tools'], 'all')).to.deep.equal(['tools=1'])
  })

  it('takes the latest of each', () => {
    expect(axes([], 'latest:2')).to.deep.equal(['api=1,2', 'operator=1.9,1.10'])
  })

  it('takes lists as they are, those of a service before those of all', () => {
    expect(axes([], 'operator=b,a', 'api=x')).to.deep.equal(['api=x', 'operator=b,a'])
    expect(axes(['api', 'operator'], 'operator=b', 'latest:1')).to.deep.equal(['api=2', 'operator=b'])
  })

  it('says where no service has several versions', () => {
    expect(() => axes([], 'latest:1')).to.throw('No service has several versions')
  })

  it('names a service that has none', () => {
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

  it('are all where nothing is chosen', () => {
    expect(asked([])).to.deep.equal(['operator', 'api', 'tools'])
  })

  it('are those that are named, and none whose versions are listed', () => {
    expect(asked(['tools'], 'api=latest:2', 'operator=1.2,1.3')).to.deep.equal(['tools', 'api'])
    expect(asked([], '1.2,1.3')).to.deep.equal([])
  })
})
