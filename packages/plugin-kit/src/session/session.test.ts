import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {dirname, join} from 'node:path'

import {DataDirectory} from '@rde/config'
import {expect} from 'chai'

import {openSession} from './session.js'

describe('openSession', () => {
  const before = {...process.env}

  // Not by another object in its place: it would not be what programs and Node itself read.
  afterEach(() => {
    for (const name of Object.keys(process.env)) if (!(name in before)) Reflect.deleteProperty(process.env, name)
    Object.assign(process.env, before)
  })

  it('uses the tools that variables name', () => {
    process.env['RDE_K3D'] = process.execPath
    const {file} = openSession().tools().k3d.deleteRequest()
    expect(file).to.equal(process.execPath)
  })

  it('works on the cluster that the environment names', () => {
    process.env['RDE_CLUSTER'] = 'rde-test-session'
    expect(openSession().identity.name).to.equal('rde-test-session')
  })

  it('removes variables that would point programs to another cluster', async () => {
    Object.assign(process.env, {KUBECONFIG: '/mine', HELM_NAMESPACE: 'x', K3D_CONFIG: '/y', VAULT_TOKEN: 'z'})
    const {stdout} = await openSession().runner().capture({file: 'env', args: []})
    expect(stdout).not.to.match(/^(KUBECONFIG|HELM_|K3D_|VAULT_)/m)
  })

  it('keeps variables that name the engine', async () => {
    process.env['DOCKER_HOST'] = 'unix:///run/mine.sock'
    const {stdout} = await openSession().runner().capture({file: 'env', args: []})
    expect(stdout).to.contain('DOCKER_HOST=unix:///run/mine.sock')
  })

  it('masks known secrets in errors', async () => {
    const session = openSession()
    session.secrets.learn('a-secret-value')
    const run = session.runner().capture({file: 'sh', args: ['-c', 'echo a-secret-value >&2; exit 1']})
    const message = await run.catch((error: Error) => error.message)
    expect(message).to.contain('••••').and.not.to.contain('a-secret-value')
  })

  for (const end of ['}}', '}} torn']) {
    it(`masks the secrets of config.json before a command reads it (… ${end})`, async () => {
      const home = mkdtempSync(join(tmpdir(), 'rde-session-'))
      process.env['RDE_DATA_DIR'] = home
      const {config} = DataDirectory.fromEnvironment()
      mkdirSync(dirname(config), {recursive: true})
      writeFileSync(config, `{"credentials": {"vault": {"rootToken": "a-secret-value"}${end}`)
      try {
        const run = openSession()
          .runner()
          .capture({file: 'sh', args: ['-c', 'echo a-secret-value >&2; exit 1']})
        const message = await run.catch((error: Error) => error.message)
        expect(message).to.contain('••••').and.not.to.contain('a-secret-value')
      } finally {
        rmSync(home, {recursive: true})
      }
    })
  }
})
