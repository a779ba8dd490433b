import {createHash} from 'node:crypto'
import {cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {createServer, type Server} from 'node:http'
import type {AddressInfo} from 'node:net'
import {tmpdir} from 'node:os'
import {join} from 'node:path'

import {thisPlatform, toolDownload} from '@rde/toolchain/managed-tools/managed-tools'
import {managedToolNames, type ManagedTool} from '@rde/toolchain/managed-tools/fetched-tool'
import {expect} from 'chai'
import {create} from 'tar'

import {FakeTools} from './fake-tools.js'
import {root, runProgram} from './rde-process.js'

/** Replacements of the real programs: each prints its version and its arguments. */
const answers: Readonly<Record<ManagedTool, string>> = {
  k3d: 'k3d version v5.9.0',
  kubectl: '{"clientVersion": {"gitVersion": "v1.33.4"}}',
  helm: 'v3.18.6+gfetched',
}

/** The built rde with other sums: those of the replacements, since the real programs are not available. */
describe('managed tools', function () {
  this.timeout(60_000)
  const folder = mkdtempSync(join(tmpdir(), 'rde-managed-'))
  const served = new Map<string, Buffer>()
  const asked: string[] = []
  let server: Server
  let tools: FakeTools
  let home: string

  before(async () => {
    cpSync(join(root, 'dist'), join(folder, 'dist'), {recursive: true})
    const sums = new Map<string, string>()
    for (const name of managedToolNames) {
      const {url, sha256, member} = toolDownload(name, thisPlatform())!
      const content = await standIn(name, member)
      served.set(url.replace('https:/', ''), content)
      sums.set(sha256, createHash('sha256').update(content).digest('hex'))
    }
    replaceIn(join(folder, 'dist'), sums)
    server = createServer(({url = ''}, response) => {
      asked.push(url)
      const content = served.get(url)
      response.writeHead(content ? 200 : 404).end(content)
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  })
  after(() => {
    server.close()
    rmSync(folder, {recursive: true})
  })
  beforeEach(() => {
    home = mkdtempSync(join(folder, 'home-'))
    tools = new FakeTools(['docker'])
    tools.playAlways('docker machine.version', 'docker machine.context-inspect', 'docker machine.info')
    asked.length = 0
  })
  afterEach(() => tools.remove())

  async function standIn(name: ManagedTool, member?: string): Promise<Buffer> {
    const script = `#!/bin/sh\necho '${answers[name]}'\n[ "$1" = version ] || echo "$@"\n`
    if (member === undefined) return Buffer.from(script)
    const source = join(folder, 'archive')
    mkdirSync(join(source, member, '..'), {recursive: true})
    writeFileSync(join(source, member), script)
    await create({gzip: true, file: join(folder, 'archive.tgz'), cwd: source}, [member])
    return readFileSync(join(folder, 'archive.tgz'))
  }

  const rde = (words: readonly string[], env: Record<string, string> = {}) =>
    runProgram(process.execPath, [join(folder, 'dist/bin/run.js'), ...words], {
      home,
      path: `${tools.bin}:/usr/bin/no:/bin/no`,
      env: {RDE_DOWNLOAD_MIRROR: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, ...env},
    })
  const fetched = () => join(home, '.cache/rde/tools')

  it('are reported by `rde doctor` if they are missing', async () => {
    const {exitCode, stdout} = await rde(['doctor'])
    expect(exitCode).to.equal(3)
    expect(stdout).to.contain('✖ k3d is not installed.').and.contain('RDE_TOOLS')
    expect(stdout).to.match(/\nrde doctor --fix will download k3d 5\.9\.0, kubectl 1\.33\.4, helm 3\.18\.6 to /)
  })

  it('are downloaded by `rde doctor --fix`, each once, and used from then on', async () => {
    const first = await rde(['doctor', '--fix', '--all'])
    expect(first.stdout).to.contain('✔ Tools: Docker 20.10.24 (client 28.2.2), k3d 5.9.0, kubectl 1.33.4, helm 3.18.6')
    expect(first.stderr).to.contain('fixing: download k3d 5.9.0')
    expect(asked).to.have.length(3)
    await rde(['doctor', '--fix'])
    expect(asked).to.have.length(3)
    expect((await rde(['helm', 'list', '-A'])).stdout).to.equal('v3.18.6+gfetched\nlist -A\n')
  })

  it('are not downloaded by a start without a terminal, which prints how', async () => {
    tools.on('docker', /^ps /)
    const {exitCode, stderr} = await rde(['cluster', 'start', '--profile', 'bare'])
    expect(exitCode).to.equal(3)
    expect(stderr)
      .to.contain('k3d is not installed.')
      .and.match(/Let rde download what is missing: +rde doctor --fix/)
    expect(asked).to.deep.equal([])
  })

  it('are downloaded by a start with --yes, before anything else', async () => {
    tools.on('docker', /^ps /, {exitCode: 1, stderr: 'the test ends here'})
    const {stderr} = await rde(['cluster', 'start', '--profile', 'bare', '--yes'])
    expect(asked.map((url) => url.split('/').at(-1))).to.deep.equal(['k3d-linux-amd64', 'kubectl'])
    expect(stderr).not.to.contain('is not installed')
  })

  it('do not replace a tool that a variable names', async () => {
    const {stderr} = await rde(['doctor', '--fix'], {RDE_K3D: '/nonexistent/k3d'})
    expect(stderr).to.contain('fixing: download kubectl')
    expect(existsSync(join(fetched(), 'k3d'))).to.equal(false)
  })

  it('are not left incomplete if the server sends another file', async () => {
    const url = [...served.keys()].find((one) => one.includes('k3d'))!
    const right = served.get(url)!
    served.set(url, Buffer.from('something else'))
    const {exitCode, stderr} = await rde(['doctor', '--fix'])
    served.set(url, right)
    expect(exitCode).to.equal(3)
    expect(stderr).to.match(
      /is not the file that rde expects\.\nexpected SHA-256 [0-9a-f]{64}\ngot {6}SHA-256 [0-9a-f]{64}/,
    )
    expect(existsSync(join(fetched(), 'k3d/5.9.0/k3d'))).to.equal(false)
  })
})

function replaceIn(folder: string, texts: ReadonlyMap<string, string>): void {
  for (const name of readdirSync(folder, {recursive: true}).map(String)) {
    if (!name.endsWith('.js')) continue
    const path = join(folder, name)
    let text = readFileSync(path, 'utf8')
    for (const [from, to] of texts) text = text.replaceAll(from, to)
    writeFileSync(path, text)
  }
}
