import {expect} from 'chai'

import {clusterIdentity} from '../cluster/cluster-identity.js'
import {completeSections, requireSections, sectionProblems} from './extension-sections.js'
import {defaultConfig} from '../store/new-config.js'

const schema = {
  type: 'object',
  properties: {port: {type: 'integer', default: 5432}, user: {type: 'string'}},
}
const declaration = {extension: '@team/x', schema, credentials: ['password']}
const config = (section: object) => ({
  ...defaultConfig(clusterIdentity('rde')),
  extensions: {'@team/x': section, '@team/other': {any: 1}},
})

describe('completeSections', () => {
  it('fills in defaults and keeps existing values', () => {
    const {extensions} = completeSections(config({user: 'me'}), [declaration])
    expect(extensions['@team/x']).to.include({port: 5432, user: 'me'})
    expect(extensions['@team/other']).to.deep.equal({any: 1})
  })

  it('generates a credential once', () => {
    const once = completeSections(config({}), [declaration])
    const {credentials} = once.extensions['@team/x'] as {credentials: {password: string}}
    expect(credentials.password).to.match(/^[\w-]{32}$/)
    expect(completeSections(once, [declaration])).to.deep.equal(once)
  })

  it('generates different credentials for each extension', () => {
    const [one, other] = [1, 2].map(() => completeSections(config({}), [declaration]).extensions['@team/x'])
    expect(one).not.to.deep.equal(other)
  })
})

describe('sectionProblems', () => {
  it('names the setting, its type, and the nearest one for an unknown setting', () => {
    const found = sectionProblems(config({port: 'x', usr: 'me'}), [declaration])
    expect(found.map(({path, message}) => `${path} ${message}`)).to.deep.equal([
      'extensions.@team/x.port must be a whole number',
      'extensions.@team/x.usr is not a setting; did you mean extensions.@team/x.user?',
    ])
  })

  it('treats the credentials as part of the section', () => {
    expect(sectionProblems(config({credentials: {password: 'x'}}), [declaration])).to.deep.equal([])
  })

  it('accepts anything in a section without a schema', () => {
    expect(sectionProblems(config({any: 1}), [{...declaration, schema: undefined}])).to.deep.equal([])
  })

  it('is an error of config.json if sections are required', () => {
    const check = () => requireSections(config({port: 'x'}), [declaration], '/c')
    expect(check).to.throw().with.property('code', 'RDE_CONFIG_INVALID')
  })
})
