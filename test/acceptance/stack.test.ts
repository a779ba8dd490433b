import {mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {createServer, type Server} from 'node:http'
import type {AddressInfo} from 'node:net'
import {tmpdir} from 'node:os'
import {join} from 'node:path'

import {expect} from 'chai'

import {runRde} from './rde-process.js'

const manifest = 'apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {containers: [{name: a, image: up/a:1}]}\n'
const stackOf = (url: string) => `version: 1
components:
  one:
    title: One
    version: 1.0.0
    profiles: [core, full]
    sources: [{type: manifest, file: 'one-{version}.yaml', url: '${url}/{version}.yaml'}]
    images: [{match: 'up/(.*)', use: ours/$1}]
serviceImages: {}
probe: {image: probe:1, command: /probe}
`

describe('rde stack', () => {
  let home: string
  let server: Server
  let file: string
  const rde = (...args: string[]) => runRde(['stack', ...args], {home})

  beforeEach(async () => {
    home = mkdtempSync(join(tmpdir(), 'rde-stack-'))
    server = createServer((_, response) => void response.end(manifest))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    file = join(home, 'ours.yaml')
    writeFileSync(file, stackOf(`http://127.0.0.1:${(server.address() as AddressInfo).port}`))
  })
  afterEach(() => {
    server.closeAllConnections()
    server.close()
    rmSync(home, {recursive: true, force: true})
  })

  it("says that rde's own stack is valid", async () => {
    expect(await rde('validate')).to.include({exitCode: 0})
  })

  it('exits with 2 for a stack with problems and names their lines', async () => {
    writeFileSync(file, 'version: 1\nextends: builtin\ncomponent: {}\n')
    const {exitCode, stderr} = await rde('validate', file)
    expect(exitCode).to.equal(2)
    expect(stderr).to.contain('line 3: component is not a setting; did you mean components?')
  })

  it('shows components with their images', async () => {
    const {stdout} = await rde('show', '--stack', file, '--profile', 'core', '--json')
    expect(JSON.parse(stdout).components).to.have.length(1)
    expect(JSON.parse(stdout).components[0]).to.deep.include({id: 'one', version: '1.0.0', images: ['ours/a:1']})
  })

  it('tells how to continue if a source cannot be downloaded', async () => {
    server.close()
    const {stderr} = await rde('pull', '--stack', file, '-o', join(home, 'folder'), '--no-images', '--no-tools')
    expect(stderr)
      .to.match(/: +rde stack pull .*--no-images --no-tools/)
      .and.to.contain(`-o '${join(home, 'folder')}'`)
      .and.not.to.contain('cluster start')
  })

  it('pulls a folder that needs no network', async () => {
    const folder = join(home, 'folder')
    expect(await rde('pull', '--stack', file, '-o', folder, '--no-images', '--no-tools')).to.include({exitCode: 0})
    server.closeAllConnections()
    server.close()
    const {stdout} = await runRde(['stack', 'show', '--stack', folder, '--profile', 'full', '--json'])
    expect(JSON.parse(stdout).components[0]).to.deep.include({images: ['ours/a:1']})
    expect(JSON.parse(stdout).components[0].sources[0]).to.include({from: 'one-1.0.0.yaml'})
  })
})
