import {expect} from 'chai'

import {maskSecrets, secretsOf} from './config-secrets.js'
import {rdeConfigV1} from '../schema/v1.js'

const config = rdeConfigV1.parse({
  version: 1,
  credentials: {
    database: {username: 'relay', password: 'secret-password'},
    vault: {rootToken: 'secret-root', unsealKeys: ['secret-unseal-1', 'secret-unseal-2']},
  },
  kubeconfig: {
    clusters: [{name: 'rde', cluster: {server: 'https://127.0.0.1:6111', 'certificate-authority-data': 'ca'}}],
    users: [
      {name: 'admin', user: {'client-certificate-data': 'certificate', 'client-key-data': 'secret-key'}},
      {name: 'other', user: {token: 'secret-token', exec: {env: [{name: 'A', value: 'secret-environment'}]}}},
    ],
  },
  helm: {values: {relay: {adminPassword: 'secret-admin', secretName: 'plain'}}},
  extensions: {'@team/x': {apiKey: 'secret-api', token: null, accessKey: 'secret-access', retries: 3, on: true}},
})

describe('maskSecrets', () => {
  it('shows no secret', () => {
    expect(JSON.stringify(maskSecrets(config))).not.to.match(/secret-/)
  })

  it('shows values that are not secret', () => {
    const shown = JSON.stringify(maskSecrets(config))
    for (const plain of ['relay', 'admin', 'https://127.0.0.1:6111', '"ca"', '"certificate"', '"plain"'])
      expect(shown).to.contain(plain)
  })

  it('knows a secret by its path alone', () => {
    expect(maskSecrets('secret-root', ['credentials', 'vault', 'rootToken'])).to.equal('••••')
    expect(maskSecrets(config.credentials.vault?.unsealKeys, ['credentials', 'vault', 'unsealKeys'])).to.deep.equal([
      '••••',
      '••••',
    ])
  })

  it('hides every value of an extension, whatever its name', () => {
    expect(maskSecrets(config.extensions, ['extensions'])).to.deep.equal({
      '@team/x': {apiKey: '••••', token: null, accessKey: '••••', retries: '••••', on: true},
    })
  })

  it('shows the settings that an extension describes, except those with the name of a secret', () => {
    const declared = ['apiKey', 'retries'].map((key) => ['extensions', '@team/x', key])
    expect(maskSecrets(config.extensions, ['extensions'], declared)).to.deep.equal({
      '@team/x': {apiKey: '••••', token: null, accessKey: '••••', retries: 3, on: true},
    })
  })

  it('shows an address without the user and the password in it', () => {
    const proxy = {http: null, https: 'http://me:secret-proxy@proxy:3128', none: ''}
    const source = 'https://me:secret-source@charts.example/x.tgz'
    const shown = maskSecrets({cluster: {proxy}, stack: {components: {x: {source}}}})
    expect(JSON.stringify(shown))
      .to.contain('http://••••@proxy:3128')
      .and.not.match(/secret-/)
    expect(secretsOf({...config, cluster: {...config.cluster, proxy}})).to.include('me:secret-proxy')
  })

  it('treats an undeclared credential as a secret', () => {
    expect(maskSecrets({pass: 'x'}, ['credentials'])).to.deep.equal({pass: '••••'})
  })

  it('shows that a secret is not set', () => {
    expect(maskSecrets(null, ['extensions', '@team/x', 'token'])).to.equal(null)
  })
})

describe('secretsOf', () => {
  it('finds all of them and nothing else', () => {
    expect(secretsOf(config).sort()).to.deep.equal(
      [
        ...['secret-access', 'secret-admin', 'secret-api', 'secret-environment', 'secret-key', 'secret-password'],
        ...['secret-root', 'secret-token', 'secret-unseal-1', 'secret-unseal-2'],
      ].sort(),
    )
  })
})
