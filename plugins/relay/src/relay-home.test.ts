import {existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'

import {expect} from 'chai'

import {RdeError} from '@rde/errors'

import {inRelayHome, type HomeEnvironment} from './relay-home.js'

describe('inRelayHome', () => {
  const service = {url: 'http://127.0.0.1:39923', token: 'secret'}
  let folder: string
  let homes: string
  const mode = (path: string) => (statSync(path).mode & 0o777).toString(8)
  const config = (environment: HomeEnvironment) => join(environment['XDG_CONFIG_HOME'] ?? '', 'relay', 'config.yaml')

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'rde-home-'))
    homes = join(folder, 'relay')
  })
  afterEach(() => rmSync(folder, {recursive: true}))

  it('gives the CLI one context, whose three domains are the service', async () => {
    await inRelayHome(homes, service, async (environment) => {
      const {url, token} = service
      expect(JSON.parse(readFileSync(config(environment), 'utf8'))).to.deep.equal({
        context: 'rde',
        contexts: {rde: {apiDomain: url, uiDomain: url, webDomain: url, auth: {tokens: {api: token}}}},
      })
    })
  })

  it('points the links that the CLI prints to the page of rde', async () => {
    await inRelayHome(homes, {...service, page: 'http://127.0.0.1:4790'}, async (environment) => {
      const {contexts} = JSON.parse(readFileSync(config(environment), 'utf8')) as {contexts: {rde: object}}
      expect(contexts.rde).to.include({apiDomain: service.url, uiDomain: 'http://127.0.0.1:4790'})
    })
  })

  it('keeps the token unreadable for others', async () => {
    await inRelayHome(homes, service, async (environment) => {
      const path = config(environment)
      const [home = ''] = readdirSync(homes)
      expect([mode(homes), mode(join(homes, home)), mode(path)]).to.deep.equal(['700', '700', '600'])
    })
  })

  it('unsets the variable that would choose another context', async () => {
    await inRelayHome(homes, service, async (environment) => {
      expect(environment).to.have.property('RELAY_CONTEXT', undefined)
    })
  })

  it('resolves with what the call resolves with, and leaves nothing', async () => {
    expect(await inRelayHome(homes, service, async () => 7)).to.equal(7)
    expect(readdirSync(folder)).to.deep.equal([])
  })

  it('leaves nothing after a call that failed', async () => {
    const failure = await inRelayHome(homes, service, () => Promise.reject(new Error('no'))).catch(String)
    expect({failure, left: readdirSync(folder)}).to.deep.equal({failure: 'Error: no', left: []})
  })

  it('gives two calls at once two homes', async () => {
    await inRelayHome(homes, service, async (first) => {
      await inRelayHome(homes, service, async (second) => {
        expect(config(second)).not.to.equal(config(first))
      })
      expect(existsSync(config(first))).to.equal(true)
    })
  })

  it('removes what a killed call left, and nothing else', async () => {
    const orphan = '4194304999-0123456789ab'
    const living = `${process.ppid}-0123456789ab`
    for (const name of [orphan, living, 'notes']) mkdirSync(join(homes, name), {recursive: true})
    await inRelayHome(homes, service, async () => {})
    expect(readdirSync(homes).sort()).to.deep.equal([living, 'notes'].sort())
  })

  it('reports that it cannot create one', async () => {
    writeFileSync(homes, 'a file')
    const error = await inRelayHome(homes, service, async () => {}).catch((failure: unknown) => failure)
    expect(error).to.be.instanceOf(RdeError)
  })
})
