import {expect} from 'chai'

import {PhaseScene, relayCoreStack} from '../testing/phase-scene.js'

const stack = `version: 1
components:
  one:
    title: One
    version: 1.0.0
    profiles: [core, full]
    sources:
      - {type: manifest, file: one.yaml, path: one.yaml}
    patches:
      - {kind: ConfigMap, merge: {data: {registry: '{registry}'}}}
serviceImages: {}
probe: {image: probe:1, command: /probe}
`
const manifest = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: one, namespace: n}\n'

describe('the parts of a stack', () => {
  let scene: PhaseScene

  beforeEach(() => (scene = new PhaseScene()))
  afterEach(() => scene.close())

  it('are rendered with the registry port that is in force now, not with the planned one', async () => {
    const parts = await scene.parts(stack, {'one.yaml': manifest})
    await parts.prepare('one', scene.context)
    scene.config = {...scene.config, cluster: {...scene.config.cluster, registryPort: 5112}}
    const {objects} = await parts.prepare('one', scene.context)
    expect(objects[0]).to.have.nested.property('data.registry', 'rde-test-acc-registry.localhost:5112')
  })

  it('are installed anew when the stack has other Helm values, whatever was installed before', async () => {
    const chart = {'chart/Chart.yaml': 'name: relay-core\nversion: 1.0.0\n'}
    const hashWith = async (values: string) => {
      const text = relayCoreStack.replace('    ready:', `    values: {relay-core: ${values}}\n    ready:`)
      return (await (await scene.parts(text, chart)).prepare('relay-core', scene.context)).hash
    }
    const before = await hashWith('{image: {tag: 1.0.0}}')
    expect(await hashWith('{image: {tag: 1.0.0}}')).to.equal(before)
    expect(await hashWith('{image: {tag: 1.1.0}}')).not.to.equal(before)
    expect(await hashWith('{image: {tag: 1.0.0}, added: true}')).not.to.equal(before)
  })
})
