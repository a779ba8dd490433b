import {rdeConfigV1} from '@rde/config'
import {expect} from 'chai'

import {component} from './component-schema.js'
import {loadStack} from './load-stack.js'
import {selectComponents} from './select-components.js'

const part = (settings: object) =>
  component.parse({
    title: 'x',
    version: '1',
    profiles: ['core', 'full'],
    sources: [{type: 'manifest', file: 'x.yaml'}],
    ...settings,
  })
const core = {profile: 'core', ingress: 'kourier'} as const

describe('selectComponents', () => {
  it('puts each component after its dependencies', () => {
    const components = {a: part({after: ['b']}), b: part({after: ['c']}), c: part({})}
    expect(selectComponents({components}, core).map(({id}) => id)).to.deep.equal(['c', 'b', 'a'])
  })

  it('replaces a component that is left out by its dependencies', () => {
    const components = {a: part({after: ['b']}), b: part({after: ['c'], enabled: false}), c: part({})}
    expect(selectComponents({components}, core).map(({id, after}) => [id, after])).to.deep.equal([
      ['c', []],
      ['a', ['c']],
    ])
  })

  it('applies the settings of the profile', () => {
    const components = {a: part({leaveOut: [{kind: 'Image'}], inProfile: {core: {leaveOut: []}}})}
    const kinds = (profile: 'core' | 'full') => selectComponents({components}, {...core, profile})[0]?.leaveOut
    expect([kinds('core'), kinds('full')]).to.deep.equal([[], [{kind: 'Image'}]])
  })

  it('selects the patches of the chosen ingress and those for any ingress', () => {
    const patches = [{ingress: 'kourier'}, {ingress: 'ambassador'}, {}].map((when) => ({...when, kind: 'A', merge: {}}))
    const [chosen] = selectComponents({components: {a: part({patches})}}, core)
    expect(chosen?.patches.map(({ingress}) => ingress)).to.deep.equal(['kourier', undefined])
  })

  describe("of rde's own stack", () => {
    const ids = async (profile: 'bare' | 'core' | 'full', ingress: 'kourier' | 'ambassador') => {
      const {stack} = await loadStack({config: rdeConfigV1.parse({version: 1})})
      return selectComponents(stack, {profile, ingress}).map(({id}) => id)
    }

    it('is empty in the profile bare', async () => {
      expect(await ids('bare', 'kourier')).to.deep.equal([])
    })

    it('has no ingress in the profile core', async () => {
      const expected = ['tekton', 'knative', 'vault', 'relay-crds', 'relay-core']
      expect(await ids('core', 'kourier')).to.deep.equal(expected)
    })

    for (const ingress of ['kourier', 'ambassador'] as const) {
      it(`has ${ingress} as its only ingress in the profile full`, async () => {
        const chosen = await ids('full', ingress)
        expect(chosen.filter((id) => ['kourier', 'ambassador'].includes(id))).to.deep.equal([ingress])
      })
    }
  })
})
