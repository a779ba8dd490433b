import {cpSync, mkdtempSync, readFileSync, rmSync} from 'node:fs'
import {createServer, type Server} from 'node:http'
import type {AddressInfo} from 'node:net'
import {tmpdir} from 'node:os'
import {join} from 'node:path'

import {expect} from 'chai'

import {root, runProgram} from './rde-process.js'

const table = join(root, 'packages/toolchain/src/managed-tools/managed-tools.json')
type Tool = {version: string; url: string; publishedSums: string; sha256: Record<string, string>}
const tools = JSON.parse(readFileSync(table, 'utf8')) as Record<string, Tool>

/** The files of sums of the projects, in their different formats. */
function published(path: string, change: (sum: string, path: string) => string): string {
  const name = /k3d-io/.test(path) ? 'k3d' : /dl\.k8s/.test(path) ? 'kubectl' : 'helm'
  const rows = Object.entries(tools[name]!.sha256).map(([platform, sum]) => [platform, change(sum, path)] as const)
  if (name === 'k3d') return rows.map(([platform, sum]) => `${sum}  _dist/k3d-${platform.replace('/', '-')}`).join('\n')
  const [platform, sum] = rows.find(([one]) => path.includes(one) || path.includes(one.replace('/', '-')))!
  return name === 'kubectl' ? sum : `${sum}  helm-v3.18.6-${platform.replace('/', '-')}.tar.gz\n`
}

describe('npm run managed-tools', () => {
  let folder: string
  let file: string
  let server: Server
  let change: (sum: string, path: string) => string
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'rde-table-'))
    file = join(folder, 'managed-tools.json')
    cpSync(table, file)
    change = (sum) => sum
    server = createServer(({url = ''}, response) => void response.end(published(url, change)))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  })
  afterEach(() => {
    server.close()
    rmSync(folder, {recursive: true})
  })

  const refresh = (...words: string[]) =>
    runProgram(process.execPath, ['--import', 'tsx', join(root, 'scripts/managed-tools/refresh.mjs'), ...words], {
      cwd: root,
      env: {
        RDE_MANAGED_TOOLS: file,
        RDE_DOWNLOAD_MIRROR: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      },
    })

  it('does not change a table with the published sums', async () => {
    const {exitCode, stdout} = await refresh()
    expect({exitCode, stdout}).to.deep.equal({
      exitCode: 0,
      stdout: 'k3d 5.9.0: as published\nkubectl 1.33.4: as published\nhelm 3.18.6: as published\n',
    })
    expect(readFileSync(file, 'utf8')).to.equal(readFileSync(table, 'utf8'))
  })

  it('refuses a table that differs from them', async () => {
    const wrong = 'f'.repeat(64)
    change = (sum) => (sum === tools['k3d']!.sha256['linux/arm64'] ? wrong : sum)
    const {exitCode, stderr} = await refresh()
    expect({exitCode, stderr}).to.deep.equal({
      exitCode: 1,
      stderr: `Not what the projects publish:\n  k3d 5.9.0 for linux/arm64: the table has ${tools['k3d']!.sha256['linux/arm64']}, the project publishes ${wrong}\n`,
    })
  })

  it('writes the published sums of a given version', async () => {
    change = (sum, path) => (path.includes('5.9.1') ? sum.replace(/^./, '0') : sum)
    expect((await refresh('k3d@5.9.1')).stdout).to.contain('k3d 5.9.1: as published')
    const {version, sha256} = (JSON.parse(readFileSync(file, 'utf8')) as typeof tools)['k3d']!
    expect({version, sum: sha256['linux/amd64']}).to.deep.equal({
      version: '5.9.1',
      sum: tools['k3d']!.sha256['linux/amd64']!.replace(/^./, '0'),
    })
  })
})
