import {mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'

import {expect} from 'chai'

import {answering, contextWith} from '../testing/check-context.js'
import {dockerLogin} from './docker-login.js'

describe("the check of Docker's logins", () => {
  let folder: string
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'rde-login-'))))
  afterEach(() => rmSync(folder, {recursive: true}))

  const check = (text?: string) => {
    if (text !== undefined) writeFileSync(join(folder, 'config.json'), text)
    return dockerLogin.run(contextWith(answering(), {env: {DOCKER_CONFIG: folder, PATH: folder}}))
  }

  it('accepts a missing file', async () => {
    expect((await check()).status).to.equal('ok')
  })

  it('accepts a program that is installed', async () => {
    writeFileSync(join(folder, 'docker-credential-pass'), '', {mode: 0o755})
    expect(await check('{"credsStore": "pass"}')).to.include({status: 'ok', detail: 'docker-credential-pass'})
  })

  it('names each missing program once', async () => {
    const {status, detail} = await check(
      '{"credsStore": "desktop", "credHelpers": {"gcr.io": "gcloud", "a.io": "gcloud"}}',
    )
    expect(status).to.equal('error')
    expect(detail).to.contain('docker-credential-desktop and docker-credential-gcloud')
  })

  it('names a file that is not JSON', async () => {
    expect((await check('{')).detail).to.match(/config\.json is not JSON/)
  })
})
