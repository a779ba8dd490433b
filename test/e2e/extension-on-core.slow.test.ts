import {existsSync, mkdirSync, rmSync, writeFileSync} from 'node:fs'
import {dirname, join} from 'node:path'

import {expect} from 'chai'

import {docker} from './docker.js'
import {phaseEnds} from './relay-objects.js'
import {stackSources} from './stack-folder.js'
import {User} from './user.js'

const cluster = 'rde-test-e2e-extension-core'
const image = 'busybox:1.36'

interface Status {
  readonly verdict: string
  readonly components: ReadonlyArray<{readonly id: string; readonly ready: boolean; readonly problem?: string}>
}

/** One cluster, profile core: each test continues after the previous one. */
describe('An extension with the engine', () => {
  const user = new User(cluster)
  const extension = join(user.temporary, 'pages')
  const folder = stackSources()

  before(async function () {
    if (folder === undefined || docker('image', 'ls', '--quiet', image) === '') {
      console.log(`    skipped: RDE_E2E_STACK names no folder for --stack, or Docker has no ${image}`)
      return this.skip()
    }
    writeExtension(extension)
    await succeeds('plugins', 'link', extension)
  })
  after(async () => {
    await user.rde('cluster', 'delete', '--yes')
    if (folder !== undefined) rmSync(folder, {recursive: true})
    user.remove()
  })

  async function succeeds(...words: readonly string[]): Promise<string> {
    const {stdout, stderr, exitCode} = await user.rde(...words)
    expect(exitCode, stdout + stderr).to.equal(0)
    return stdout + stderr
  }
  const component = async (id: string) =>
    (await user.json<Status>('cluster', 'status')).components.find((one) => one.id === id)

  it('is installed from its chart, and its workflow runs at the end of the start', async () => {
    const output = await succeeds('cluster', 'start', '--profile', 'core', '--stack', folder!)
    console.log(phaseEnds(output))
    expect(await component('pages')).to.include({ready: true})
    expect(await user.json<unknown[]>('workflow', 'runs')).to.satisfy((runs: unknown) =>
      JSON.stringify(runs).includes('"succeeded"'),
    )
  })

  it('passes a setting as a value to its chart', async () => {
    await succeeds('config', 'set', 'extensions.rde-pages.replicas', '2')
    await succeeds('cluster', 'start')
    const replicas = ['get', 'deployment', 'page', '--namespace', 'pages', '--output', 'jsonpath={.spec.replicas}']
    expect((await user.rde('kubectl', ...replicas)).stdout).to.equal('2')
  })

  it('is reported when its component never becomes ready, and blocks nothing else', async () => {
    writeExtension(extension, 'false')
    const failed = await user.rde('cluster', 'start')
    expect(failed.exitCode, failed.stderr).to.equal(124)
    expect(failed.stderr)
      .to.contain('Deployment pages/page, which has 1 of 2 updated pods')
      .and.to.contain('rde plugins uninstall rde-pages')
    expect((await component('pages'))?.problem).to.contain('page')
    await succeeds('kubectl', 'get', 'namespaces')
    await succeeds('cluster', 'stop')
  })

  it('is skipped by a start with RDE_PLUGINS=off', async () => {
    const {stderr, exitCode} = await user.rdeWith({RDE_PLUGINS: 'off'}, 'cluster', 'start')
    expect(exitCode, stderr).to.equal(0)
  })

  it('does not prevent a delete', () => succeeds('cluster', 'delete', '--yes'))
})

/** An extension whose page is ready when the program `ready` succeeds. */
function writeExtension(folder: string, ready = 'true'): void {
  const page = `apiVersion: apps/v1
kind: Deployment
metadata: {name: page, labels: {app: page}}
spec:
  replicas: {{ .Values.replicas }}
  selector: {matchLabels: {app: page}}
  template:
    metadata: {labels: {app: page}}
    spec:
      terminationGracePeriodSeconds: 1
      containers:
        - name: page
          image: ${image}
          command: [sleep, infinity]
          readinessProbe: {exec: {command: ['${ready}']}}
`
  const contribute = `export default async () => ({
  apiVersion: 1,
  components: {
    pages: {
      title: 'Pages',
      version: '1',
      sources: [{type: 'chart', release: 'pages', namespace: 'pages', path: 'chart'}],
      values: {pages: {replicas: '{settings.replicas}'}},
      ready: {deployments: ['pages/page']},
    },
  },
  services: {page: {local: '${image}', pullFrom: '${image}'}},
  settings: {type: 'object', properties: {replicas: {type: 'integer', default: 1}}},
  workflows: ['greet.yaml'],
})
`
  const greet = `apiVersion: v1
steps:
  - {name: greet, image: ${image}, command: echo, args: [hello]}
`
  const description = {
    name: 'rde-pages',
    version: '1.0.0',
    type: 'module',
    oclif: {hooks: {'rde:contribute': './contribute.js'}},
  }
  const files = {
    'package.json': JSON.stringify(description),
    'contribute.js': contribute,
    'greet.yaml': greet,
    'chart/Chart.yaml': 'apiVersion: v2\nname: pages\nversion: 1.0.0\n',
    'chart/values.yaml': 'replicas: 1\n',
    'chart/templates/page.yaml': page,
  }
  for (const [name, text] of Object.entries(files)) {
    if (!existsSync(dirname(join(folder, name)))) mkdirSync(dirname(join(folder, name)), {recursive: true})
    writeFileSync(join(folder, name), text)
  }
}
