import {isRdeError} from '@rde/errors'
import {expect} from 'chai'

import {addExtensions, type StackExtension} from './stack-extension.js'
import type {StackDocument} from './stack-document.js'

const source = {type: 'manifest', path: 'manifests/db.yaml'} as const
const stack = {
  version: 1,
  components: {vault: {title: 'Vault', version: '1', profiles: ['core'], sources: [source]}},
  serviceImages: {},
  probe: {image: 'probe:1', command: '/probe'},
} as unknown as StackDocument
const extension = (parts: Partial<StackExtension>): StackExtension => ({
  ...{name: '@team/x', root: '/x', components: {}, services: {}, section: () => ({}), placeholders: []},
  ...parts,
})
const failure = (parts: Partial<StackExtension>) => {
  try {
    addExtensions(stack, [extension(parts)])
    return undefined
  } catch (error) {
    return isRdeError(error) ? error : undefined
  }
}

describe('addExtensions', () => {
  it('resolves paths from the folder of the extension, and adds to every profile by default', () => {
    const components = {db: {title: 'DB', version: '1', sources: [source]}}
    expect(addExtensions(stack, [extension({components})]).components['db']).to.deep.equal({
      ...{title: 'DB', version: '1', profiles: ['bare', 'core', 'full']},
      sources: [{type: 'manifest', file: 'db.yaml', path: '/x/manifests/db.yaml'}],
    })
  })

  it('lists every problem of an extension', () => {
    const error = failure({components: {db: {title: 'DB', sources: []}}, services: {api: {local: 'api:local'}}})
    expect(error).to.include({code: 'RDE_EXTENSION_INVALID'})
    expect(error?.message.split('\n')).to.deep.equal([
      'What the extension @team/x adds to the stack is invalid:',
      '  components.db.version is missing',
      '  components.db.sources must not be empty',
      '  services.api.pullFrom is missing',
    ])
  })

  it('refuses a component that is already in the stack', () => {
    const error = failure({components: {vault: {title: 'V', version: '1', sources: [source]}}})
    expect(error).to.include({code: 'RDE_EXTENSION_CLASH'})
    expect(error?.message).to.equal('The extension @team/x claims the component "vault", which the stack has.')
  })
})
