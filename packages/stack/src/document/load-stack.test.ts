import {readdirSync, readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'

import {rdeConfigV1} from '@rde/config'
import {failureOf} from '@rde/config/testing/failure-of'
import {expect} from 'chai'

import {smallStack, StackFolder} from '../testing/stack-folder.js'
import {loadStack} from './load-stack.js'

const configOf = (components: object) => rdeConfigV1.parse({version: 1, stack: {components}})
const config = configOf({})

describe('loadStack', () => {
  let here: StackFolder
  const load = (text: string) => loadStack({choice: here.write('stack.yaml', text), config})
  const problemsOf = async (text: string) => {
    const {message} = await failureOf(() => load(text))
    return message
      .split('\n')
      .slice(1)
      .map((line) => line.trim())
  }

  beforeEach(() => {
    here = new StackFolder()
  })
  afterEach(() => here.remove())

  it("loads rde's own stack by default", async () => {
    const {stack} = await loadStack({config})
    expect(Object.keys(stack.components)).to.include.members(['tekton', 'knative', 'vault', 'relay-crds', 'relay-core'])
  })

  it('fills in the version', async () => {
    const {stack} = await loadStack({config})
    expect(stack.components['tekton']?.sources[0]).to.include({file: 'tekton-0.36.0.yaml'})
  })

  it('loads a file instead', async () => {
    const {stack, location} = await load(smallStack)
    expect([Object.keys(stack.components), location.complete]).to.deep.equal([['one'], false])
  })

  it('loads a complete folder, with or without a stack file', async () => {
    const without = await loadStack({choice: here.path, config})
    here.write('stack.yaml', smallStack)
    const own = await loadStack({choice: here.path, config})
    expect([without.location.complete, own.location.complete]).to.deep.equal([true, true])
    expect(Object.keys(own.stack.components)).to.deep.equal(['one'])
  })

  it('caches the parsed stack by the text of the file', async () => {
    const data = {stacks: join(here.path, 'remembered')}
    const titles = async (title: string) => {
      const choice = here.write('stack.yaml', smallStack.replace('title: One', `title: ${title}`))
      return (await loadStack({choice, config, data})).stack.components['one']?.title
    }
    expect([await titles('First'), await titles('Second')]).to.deep.equal(['First', 'Second'])
    const [one] = readdirSync(data.stacks)
    const path = join(data.stacks, one!)
    writeFileSync(path, readFileSync(path, 'utf8').replace(/First|Second/, 'remembered'))
    expect([await titles('First'), await titles('Second')]).to.include('remembered')
  })

  it('reads the file again if the cache is damaged', async () => {
    const data = {stacks: join(here.path, 'remembered')}
    const choice = here.write('stack.yaml', smallStack)
    await loadStack({choice, config, data})
    for (const name of readdirSync(data.stacks)) writeFileSync(join(data.stacks, name), '[{')
    expect(Object.keys((await loadStack({choice, config, data})).stack.components)).to.deep.equal(['one'])
  })

  it('loads the stack that config.json names if none is chosen', async () => {
    here.write('stack.yaml', smallStack)
    const named = rdeConfigV1.parse({version: 1, stack: {source: here.path}})
    expect((await loadStack({config: named})).location.folder).to.equal(here.path)
  })

  it('reports a missing stack', async () => {
    const {code, oclif} = await failureOf(() => loadStack({choice: `${here.path}/no`, config}))
    expect([code, oclif.exit]).to.deep.equal(['RDE_STACK_ABSENT', 2])
  })

  it('reports all problems at once, with their lines', async () => {
    const broken = smallStack.replace('title: One', 'titl: One').replace('1.0.0', '[]')
    expect(await problemsOf(`${broken}more: 1\n`)).to.deep.equal([
      'line 3: components.one.title is missing',
      'line 4: components.one.titl is not a setting; did you mean components.one.title?',
      'line 5: components.one.version must be a string',
      'line 11: more is not a setting',
    ])
  })

  it('lists the valid types of a source', async () => {
    expect(await problemsOf(smallStack.replace('type: manifest', 'type: image'))).to.deep.equal([
      'line 8: components.one.sources.0.type is not one of the allowed values',
    ])
  })

  it('names the line that is not YAML', async () => {
    const [problem] = await problemsOf('version: 1\ncomponents: {a: [}\n')
    expect(problem).to.match(/^line 2: is not YAML: /)
  })

  it('refuses a text with endless aliases', async () => {
    const levels = [...'bcdefghi'].map(
      (name, index) => `${name}: [${Array(9).fill(`*${'abcdefgh'[index]}`).join(', ')}]`,
    )
    const text = `a: &a [x]\n${levels.map((line) => line.replace(/^(.): /, '$1: &$1 ')).join('\n')}\n`
    expect((await problemsOf(text))[0]).to.contain('cannot be read')
  })

  it('reports an unknown component in `after`', async () => {
    const text = smallStack.replace('    sources', '    after: [two]\n    sources')
    expect(await problemsOf(text)).to.deep.equal(['line 7: components.one.after.0 is "two", which is not a component'])
  })

  it('reports components that wait for each other', async () => {
    const one = smallStack.slice(smallStack.indexOf('  one'), smallStack.indexOf('serviceImages'))
    const circle = one.replace('    sources', '    after: [two]\n    sources')
    const other = circle.replace('one:', 'two:').replace('[two]', '[one]')
    expect((await problemsOf(smallStack.replace(one, circle + other)))[0]).to.contain('forms a cycle: one, two')
  })

  it('reports a source without an address', async () => {
    expect(await problemsOf(smallStack.replace(', path: one.yaml', ''))).to.deep.equal([
      'line 8: components.one.sources.0 needs a url or a path',
    ])
  })

  it('checks a component with the settings of a profile', async () => {
    const text = smallStack.replace('    sources', '    inProfile: {core: {sources: 3}}\n    sources')
    expect(await problemsOf(text)).to.deep.equal(['line 7: components.one.inProfile.core.sources must be a list'])
  })

  describe('with `extends: builtin`', () => {
    it("merges a file into rde's own stack", async () => {
      const {stack} = await load('version: 1\nextends: builtin\nprobe: {image: ours:1}\n')
      expect(stack.probe).to.deep.equal({image: 'ours:1', command: '/ko-app/nop'})
    })

    it('drops the sums of a version that was replaced', async () => {
      const {stack} = await load('version: 1\nextends: builtin\ncomponents: {relay-crds: {version: abc}}\n')
      const sources = stack.components['relay-crds']?.sources ?? []
      expect(sources.map(({sha256}) => sha256)).to.deep.equal(Array(5).fill(null))
      expect(JSON.stringify(sources)).to.contain('/relay-core/abc/manifests/')
    })

    it('reports problems with the lines of the file', async () => {
      expect(await problemsOf('version: 1\nextends: builtin\ncomponents:\n  tekton:\n    after: 3\n')).to.deep.equal([
        'line 5: components.tekton.after must be a list',
      ])
    })
  })

  describe('with the changes of config.json', () => {
    const loadWith = async (change: object) => {
      const choice = here.write('stack.yaml', smallStack)
      return (await loadStack({choice, config: configOf({one: change})})).stack.components['one']
    }

    it('uses another version', async () => {
      expect(await loadWith({version: '2.0.0'})).to.include({version: '2.0.0'})
    })

    it('leaves a component out', async () => {
      expect(await loadWith({enabled: false})).to.include({enabled: false})
    })

    it('uses another source', async () => {
      const changed = await loadWith({source: 'https://example.com/a/b.yaml'})
      expect(changed?.sources).to.deep.equal([
        {type: 'manifest', file: 'b.yaml', url: 'https://example.com/a/b.yaml', sha256: null},
      ])
    })

    it('keeps the release with another chart', async () => {
      const changes = {'relay-core': {source: '/charts/ours'}, vault: {source: 'oci://example.com/charts/vault'}}
      const {components} = (await loadStack({config: configOf(changes)})).stack
      expect(components['relay-core']?.sources[0]).to.include({release: 'relay-core', path: '/charts/ours'})
      expect(components['vault']?.sources[0]).to.include({repository: 'oci://example.com/charts', name: 'vault'})
    })

    it('applies overrides last', async () => {
      expect(await loadWith({overrides: {title: 'Ours'}})).to.include({title: 'Ours'})
    })

    it('reports invalid changes', async () => {
      const changes = configOf({two: {enabled: false}, tekton: {overrides: {after: 3}}})
      const {code, message} = await failureOf(() => loadStack({config: changes}))
      expect(code).to.equal('RDE_STACK_INVALID')
      expect(message)
        .to.contain('stack.components.two is not a component')
        .and.to.contain('components.tekton.after must be')
    })
  })
})
