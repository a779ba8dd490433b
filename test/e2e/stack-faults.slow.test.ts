import {cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, symlinkSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {setTimeout as sleep} from 'node:timers/promises'
import {fileURLToPath} from 'node:url'

import {expect} from 'chai'

import type {Ended} from '../acceptance/rde-process.js'
import {docker} from './docker.js'
import {User} from './user.js'

const folder = process.env['RDE_E2E_STACK']
const cluster = 'rde-test-e2e-stack-faults'
const ownChart = fileURLToPath(new URL('../../packages/stack/stack/charts/relay-core', import.meta.url))

/** Adds the keys of the components as JSON, which is valid YAML, below the existing ones. */
function changed(yaml: string, components: object): string {
  const added = Object.entries(components).map(([id, keys]) => `  ${id}: ${JSON.stringify(keys)}`)
  for (const id of Object.keys(components))
    if (new RegExp(`^  ${id}:`, 'm').test(yaml)) throw new Error(`the folder's stack.yaml changes ${id} already`)
  return yaml.replace(/^components:$/m, `components:\n${added.join('\n')}`)
}

/** One cluster: each test continues after the previous one. A failed start keeps the cluster; the next repairs it. */
describe('A stack in trouble', () => {
  const user = new User(cluster)
  const start = (...args: readonly string[]) => user.rde('cluster', 'start', '--profile', 'core', ...args)
  const kubectl = async (...args: readonly string[]) => {
    const {stdout, stderr, exitCode} = await user.rde('kubectl', ...args)
    expect(exitCode, stderr).to.equal(0)
    return stdout
  }
  /** A copy of the folder for `--stack`, with more keys of components in its stack.yaml. */
  const stackWith = (components: object): string => {
    const copy = mkdtempSync(join(user.temporary, 'stack-'))
    for (const name of readdirSync(folder!))
      if (name !== 'stack.yaml') symlinkSync(join(folder!, name), join(copy, name))
    writeFileSync(join(copy, 'stack.yaml'), changed(readFileSync(join(folder!, 'stack.yaml'), 'utf8'), components))
    return copy
  }
  const says = ({exitCode, stderr}: Ended, code: string, ...words: readonly string[]) => {
    expect(stderr).to.contain(code)
    for (const word of words) expect(stderr).to.contain(word)
    expect(exitCode, stderr).not.to.equal(0)
  }

  before(async function () {
    if (folder === undefined || !existsSync(folder)) {
      console.log('    skipped: RDE_E2E_STACK names no folder for --stack')
      return this.skip()
    }
    const {stderr, exitCode} = await user.rde('cluster', 'start', '--profile', 'bare')
    expect(exitCode, stderr).to.equal(0)
  })
  after(async () => {
    await user.rde('cluster', 'delete', '--yes')
    user.remove()
  })

  it('without a storage class ends with the message of the scheduler, and continues when there is one', async () => {
    const classes = await kubectl('get', 'storageclasses', '--output=json')
    await kubectl('delete', 'storageclasses', '--all')
    const ended = await start('--stack', folder!)
    says(ended, 'RDE_CANNOT_HEAL', 'vault-0', 'PersistentVolumeClaim')
    const file = join(user.temporary, 'classes.json')
    writeFileSync(file, classes)
    await kubectl('apply', '--filename', file)
    const {exitCode, stderr} = await start('--stack', folder!)
    expect(exitCode, stderr).to.equal(0)
  })

  it('becomes ready although the API server is unreachable for 30 seconds', async () => {
    const server = `k3d-${cluster}-server-0`
    // Removes the install record, so that it is installed again.
    await kubectl('delete', 'configmaps', '--namespace', 'kube-system', 'rde-component-vault')
    const started = user.start('cluster', 'start', '--profile', 'core', '--stack', folder!)
    await started.printed('installing the chart vault', 'stderr')
    docker('pause', server)
    // A fixed time: the test is about an API server that is unreachable for so long.
    await sleep(30_000)
    docker('unpause', server)
    const {exitCode, stderr} = await started.ended
    expect(exitCode, stderr).to.equal(0)
  })

  it('with a wrong checksum reports the file, the expected sum and the actual one', async () => {
    const wrong = 'ab'.repeat(32)
    const sources = [{type: 'manifest', file: 'knative-serving-crds-{version}.yaml', sha256: wrong}]
    const stack = stackWith({'knative-crds': {title: 'x', version: '1.21.3', profiles: ['core'], sources}})
    says(await start('--stack', stack), 'RDE_CHECKSUM', 'knative-serving-crds-1.21.3.yaml', wrong)
  })

  it('with a wrong image name reports the missing image before it changes anything', async () => {
    const stack = stackWith({extra: component([deployment('nowhere.invalid/none:1')], user.temporary)})
    says(await start('--stack', stack), 'RDE_IMAGES_MISSING', 'nowhere.invalid/none:1', '--stack DIR')
  })

  it('with a chart that does not render prints the error of helm', async () => {
    const stack = stackWith({'relay-core': {sources: [chart('charts/broken')]}})
    cpSync(ownChart, join(stack, 'charts/broken'), {recursive: true})
    writeFileSync(join(stack, 'charts/broken/templates/broken.yaml'), '{{ .Values.images.operator | nofunction }}\n')
    says(await start('--stack', stack), 'RDE_CHART_FAILED', 'nofunction')
  })

  it('with a Job that fails ends when the Job fails, not at the deadline', async () => {
    const stack = stackWith({extra: {...component([failingJob], user.temporary), ready: {jobs: ['default/fails']}}})
    says(await start('--stack', stack), 'RDE_CANNOT_HEAL', 'Job fails')
  })

  it('is healthy again with the right stack', async () => {
    const {exitCode, stderr} = await start('--stack', folder!)
    expect(exitCode, stderr).to.equal(0)
  })
})

/** A component of these objects, in a new manifest in the folder. */
function component(objects: readonly object[], folder: string) {
  const extra = mkdtempSync(join(folder, 'extra-'))
  writeFileSync(join(extra, 'extra.yaml'), objects.map((object) => JSON.stringify(object)).join('\n---\n'))
  const sources = [{type: 'manifest', file: 'extra.yaml', path: join(extra, 'extra.yaml')}]
  return {title: 'Extra', version: '1', profiles: ['core'], sources}
}

function chart(path: string) {
  return {type: 'chart', release: 'relay-core', namespace: 'relay-system', path}
}

function deployment(image: string): object {
  const labels = {app: 'extra'}
  const template = {metadata: {labels}, spec: {containers: [{name: 'extra', image}]}}
  const spec = {selector: {matchLabels: labels}, template}
  return {apiVersion: 'apps/v1', kind: 'Deployment', metadata: {name: 'extra', namespace: 'default'}, spec}
}

const failingJob = {
  apiVersion: 'batch/v1',
  kind: 'Job',
  metadata: {name: 'fails', namespace: 'default'},
  spec: {
    backoffLimit: 0,
    template: {
      spec: {
        restartPolicy: 'Never',
        containers: [{name: 'fails', image: 'rancher/k3s:v1.33.4-k3s1', command: ['sh', '-c', 'echo no; exit 3']}],
      },
    },
  },
}
