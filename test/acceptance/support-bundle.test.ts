import {execFileSync} from 'node:child_process'
import {readFileSync, statSync} from 'node:fs'
import {join} from 'node:path'

import {expect} from 'chai'

import {CliHarness} from './cli-harness.js'

/** Planted everywhere that rde stores or sees a secret. */
const canary = 'canary-4711-hush-hush'

describe('rde support bundle', () => {
  let cli: CliHarness
  beforeEach(() => {
    cli = new CliHarness()
    cli.tools.on('docker', /^network ls --filter driver=bridge/, {stdout: 'a\n'})
    cli.tools.on('docker', /^network inspect/, {stdout: '172.17.0.0/16 \n'})
    cli.tools.playAlways('docker running.ps', 'docker running.inspect', 'kubectl running.get')
    cli.knows((config) => ({...config, credentials: {vault: {rootToken: canary, unsealKeys: [canary]}}}))
    for (const words of [/^describe nodes/, /^get pods --all-namespaces --output wide/, /^get runs/])
      cli.tools.on('kubectl', words, {stdout: 'fine\n'})
    cli.tools.on('kubectl', /^get events/, {stdout: `Vault said: token=${canary}x; root is ${canary}\n`})
    cli.tools.on('kubectl', /^get pods --all-namespaces --output json/, {stdout: '{"items": []}'})
    // The logs of three nodes and of the registry.
    for (let node = 0; node < 4; node += 1)
      cli.tools.on('docker', /^logs --tail=500/, {stdout: `K3S_TOKEN=${canary}y\nAuthorization: Bearer ${canary}z\n`})
  })
  afterEach('every reply was asked for', () => cli.assertFinished())
  afterEach(() => cli.remove())

  const bundle = async () => {
    const file = join(cli.home, 'fault.tar.gz')
    const {exitCode, stdout, stderr} = await cli.rde('support', 'bundle', '-o', file)
    expect(exitCode, stderr).to.equal(0)
    const folder = join(cli.home, 'fault')
    execFileSync('sh', ['-c', 'mkdir "$1" && tar xzf "$0" -C "$1"', file, folder])
    const names = execFileSync('find', [folder, '-type', 'f'], {encoding: 'utf8'}).trim().split('\n').sort()
    return {file, stdout, names, read: (name: string) => readFileSync(join(folder, 'rde-support', name), 'utf8')}
  }

  it('contains versions, checks, the state of the cluster and its logs, readable only by its owner', async () => {
    const {file, names, stdout, read} = await bundle()
    const short = names.map((name) => name.replace(/.*rde-support\//, ''))
    expect(short).to.include.members([
      'versions.json',
      'doctor.txt',
      'cluster/config.json',
      'cluster/status.json',
      'cluster/events.txt',
      'logs/k3d-rde-test-acc-server-0.txt',
    ])
    expect(stdout).to.equal(`${file}: ${names.length} files, secrets masked\n`)
    expect(statSync(file).mode & 0o777).to.equal(0o600)
    expect(JSON.parse(read('versions.json')).tools.k3d).to.equal('5.9.0')
    expect(JSON.parse(read('cluster/status.json')).verdict).to.equal('healthy')
  })

  it('contains no secret', async () => {
    const {names, read} = await bundle()
    expect(read('cluster/events.txt')).to.contain('Vault said')
    for (const name of names) expect(readFileSync(name, 'utf8'), name).not.to.contain('canary')
  })
})
