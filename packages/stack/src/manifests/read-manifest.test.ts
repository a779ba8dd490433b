import {failureOf} from '@rde/config/testing/failure-of'
import {expect} from 'chai'

import {readManifest} from './read-manifest.js'

const object = (more = '') => `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n${more}`

describe('readManifest', () => {
  it('ignores empty documents', () => {
    expect(readManifest(`---\n# nothing\n---\n${object()}---\n`, 'a.yaml')).to.have.length(1)
  })

  it('returns the items of a List', () => {
    const items = [{apiVersion: 'v1', kind: 'Service', metadata: {name: 'a'}}]
    expect(readManifest(JSON.stringify({apiVersion: 'v1', kind: 'List', items}), 'a')).to.deep.equal(items)
  })

  it('does not read strings as dates or booleans', () => {
    const [read] = readManifest(object('data: {on: 2020-01-01, a: yes, b: 1_000}'), 'a.yaml')
    expect(read?.['data']).to.deep.equal({on: '2020-01-01', a: 'yes', b: '1_000'})
  })

  it('reads modes as kubectl does', () => {
    expect(readManifest(object('mode: 0644\nother: 10\n'), 'a.yaml')[0]).to.include({mode: 420, other: 10})
  })

  it('reads a list whose end is not indented deeper than its key, as in some releases', () => {
    expect(readManifest(object('args: [\n  "a",\n]\n'), 'a.yaml')[0]?.['args']).to.deep.equal(['a'])
  })

  it('names the file and the line of invalid YAML', async () => {
    const {code, message} = await failureOf(() => readManifest(object('a: [}\n'), 'a.yaml'))
    expect(code).to.equal('RDE_STACK_SOURCE_INVALID')
    expect(message).to.match(/^a\.yaml is not YAML that rde can read: line 4: /)
  })

  it('refuses what is not a Kubernetes object', async () => {
    const {message} = await failureOf(() => readManifest(`${object()}---\nkind: A\n`, 'a.yaml'))
    expect(message).to.equal('a.yaml: object 2 has no apiVersion, kind or metadata.name.')
  })

  it('refuses aliases that would make it very large', async () => {
    const levels = Array.from(
      {length: 9},
      (_, level) => `l${level + 1}: &l${level + 1} [${Array(9).fill(`*l${level}`)}]`,
    )
    const text = object(`l0: &l0 [x]\n${levels.join('\n')}\n`)
    expect((await failureOf(() => readManifest(text, 'a.yaml'))).code).to.equal('RDE_STACK_SOURCE_INVALID')
  })
})
