import {expect} from 'chai'

import {checkConfig, checkDocument, parseConfig} from './parse-config.js'
import {formatProblem} from '../schema/problem.js'
import {failureOf} from '../testing/failure-of.js'

const problemsOf = (text: string) => checkConfig(text).problems.map(formatProblem)
const ofSettings = (settings: object) => problemsOf(JSON.stringify({version: 1, ...settings}, undefined, 2))

describe('parseConfig', () => {
  it('reports all problems at once, with path and line', () => {
    const text = `{
  "version": 1,
  "cluster": {
    "agents": "two",
    "apiPort": 80,
    "agnets": 2
  },
  "stack": {"profile": "tiny", "ingress": null},
  "colour": "red"
}`
    expect(problemsOf(text)).to.deep.equal([
      'line 4: cluster.agents must be a whole number',
      'line 5: cluster.apiPort must be at least 1024',
      'line 6: cluster.agnets is not a setting; did you mean cluster.agents?',
      'line 8: stack.profile must be full or core or bare',
      'line 8: stack.ingress must be ambassador or kourier',
      'line 9: colour is not a setting',
    ])
  })

  it('reads a file that begins with a byte order mark', () => {
    expect(problemsOf('\uFEFF{\n"version": 1, "colour": 1}')).to.deep.equal(['line 2: colour is not a setting'])
  })

  it('reports another encoding as such', () => {
    const wanted = ['line 1: is not UTF-8 text: save it in that encoding']
    for (const bytes of [Buffer.from('\uFEFF{"version": 1}', 'utf16le'), Buffer.from('{"version": 1}', 'utf16le')])
      expect(problemsOf(bytes.toString('utf8'))).to.deep.equal(wanted)
  })

  it('refuses endless nesting', () => {
    const endless = ['['.repeat(100_000), '{"a":'.repeat(100_000), '{"extensions":\n'.repeat(20_000)]
    for (const text of endless) expect(problemsOf(text)[0]).to.match(/^line \d+: is nested too deeply$/)
  })

  it('does not count brackets in a string', () => {
    expect(ofSettings({workflows: {directory: `/a\\"${'['.repeat(200)}`}})).to.deep.equal([])
  })

  it('reports a port that is chosen twice, and other problems of the section', () => {
    expect(ofSettings({cluster: {agents: -1, apiPort: 7000, httpPort: 7000}})).to.deep.equal([
      'line 4: cluster.agents must be at least 0',
      'line 6: cluster.httpPort must differ from cluster.apiPort',
    ])
  })

  it('suggests where a misplaced key belongs', () => {
    expect(ofSettings({agents: 3})).to.deep.equal(['line 3: agents is not a setting; did you mean cluster.agents?'])
  })

  it('writes keys with dots in brackets', () => {
    expect(ofSettings({helm: {values: {'a.b': {}}}})).to.deep.equal([
      "line 5: helm.values['a.b'] must be a release name: small letters, digits and dashes",
    ])
  })

  it('reports where a truncated file ends, without problems of the incomplete line', () => {
    const text = '{\n  "version": 1,\n  "cluster": {\n    "agents": 2,\n    "apiPo'
    expect(problemsOf(text).map((problem) => problem.slice(0, 20))).to.deep.equal(['line 5: is not JSON:'])
  })

  it('reports syntax and schema problems together', () => {
    expect(problemsOf('{\n  // mine\n  "version": 1,\n  "cluster": {"agents": true},\n}')).to.deep.equal([
      'line 2: is not JSON: invalid comment token',
      'line 4: cluster.agents must be a whole number',
      'line 5: is not JSON: property name expected',
    ])
  })

  it('refuses a key that appears twice', () => {
    expect(problemsOf('{"version": 1,\n "cluster": {},\n "cluster": {"agents": 1}}')).to.deep.equal([
      'line 3: cluster appears twice',
    ])
  })

  for (const section of ['extensions', 'helm.values.x', 'stack.components', 'services.versions', 'kubeconfig']) {
    it(`refuses __proto__ in ${section}, which would be lost silently`, () => {
      const keys = section.split('.')
      const text = `{"version": 1, ${keys.map((key) => `"${key}": {`).join('')}\n"__proto__": {"a": 1}${'}'.repeat(keys.length + 1)}`
      expect(problemsOf(text)).to.deep.equal([`line 2: ${section}.__proto__ cannot be a key`])
    })
  }

  it('keeps a key called constructor', () => {
    const {config} = checkConfig('{"version": 1, "extensions": {"constructor": {"prototype": {"toString": 1}}}}')
    expect(config?.extensions).to.deep.equal({constructor: {prototype: {toString: 1}}})
  })

  it('refuses a value that is nested too deeply to be read again', () => {
    const deep = JSON.parse(`${'['.repeat(300)}${']'.repeat(300)}`) as unknown
    const {problems} = checkDocument({version: 1, extensions: {x: deep}})
    expect(problems.map(({message}) => message)).to.deep.equal(['is nested too deeply'])
  })

  for (const text of ['', '[]', 'null', '"x"', '{"version": "1"}', '{}']) {
    it(`refuses ${text || 'an empty file'}`, () => {
      expect(checkConfig(text).problems).to.have.length(1)
    })
  }

  it('never repeats a value, since it might be a secret', async () => {
    const secret = 'hvs.s3cr3t'
    const text = JSON.stringify({
      version: 1,
      kubeconfig: secret,
      credentials: {vault: {rootToken: 7, unsealKeys: secret}, database: secret},
      images: [{digest: secret, from: secret, importedAt: secret}],
    })
    const {message, remedies} = await failureOf(() => parseConfig(text, '/c.json'))
    expect(message + JSON.stringify(remedies)).not.to.contain(secret)
  })

  it('has exit code 2 and remedies, including a new start', async () => {
    const {code, oclif, remedies} = await failureOf(() => parseConfig('{"version": 1, "x": 1}', '/c.json'))
    expect([code, oclif.exit]).to.deep.equal(['RDE_CONFIG_INVALID', 2])
    expect(remedies.map(({command}) => command)).to.deep.equal(['rde config edit', 'rde cluster delete'])
  })

  it('offers the backup only for a text that is not even JSON', async () => {
    const torn = await failureOf(() => parseConfig('{"version": 1', '/c.json', '/c.json.bak'))
    const wrong = await failureOf(() => parseConfig('{"version": 1, "x": 1}', '/c.json', '/c.json.bak'))
    expect(torn.remedies[0]?.command).to.equal('cp /c.json.bak /c.json')
    expect(wrong.remedies[0]?.command).to.equal('rde config edit')
  })

  it('refuses a file of a newer rde, regardless of other problems', async () => {
    const {code, oclif} = await failureOf(() => parseConfig('{"version": 2, "new": true}', '/c.json'))
    expect([code, oclif.exit]).to.deep.equal(['RDE_CONFIG_TOO_NEW', 2])
  })

  it('migrates an older version', () => {
    const steps = [{from: 0, migrate: ({agents}: Readonly<Record<string, unknown>>) => ({cluster: {agents}})}]
    expect(checkConfig('{"version": 0, "agents": 5}', steps).config?.cluster.agents).to.equal(5)
  })
})
