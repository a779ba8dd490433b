import {existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'

import {expect} from 'chai'

import {docker} from './docker.js'
import {User} from './user.js'

interface Report {
  readonly results: ReadonlyArray<{
    readonly combination: Readonly<Record<string, string>>
    readonly rollout: {readonly failure?: string}
    readonly cases: ReadonlyArray<{readonly failure?: string}>
    readonly evidence?: string
    readonly memoryBytes?: number
  }>
}

/** A folder for `--stack` with everything that the profile core needs; its images are in Docker. */
const folder = process.env['RDE_E2E_STACK']
const services = ['relay-metadata-api', 'relay-operator']
const workflow = `steps:
  - name: greet
    image: alpine:3.16
    input:
      - echo "url = $METADATA_API_URL/outputs/greeting" | curl -fsS -K - -X PUT -H 'Content-Type:text/plain' --data hello
`

/** Two versions of two services, one of them broken on purpose: two combinations of four can run. */
describe('rde smoke, profile core', () => {
  const user = new User('rde-test-e2e-smoke')
  const suite = join(user.temporary, 'suite')
  const report = join(user.temporary, 'report')
  const originals = new Map<string, string>()
  const versions = services.flatMap((service) => ['--versions', `${service}=e2e-1,e2e-2`])
  const command = ['smoke', '--suite', suite, ...versions, '--keep-going', '--report', report]
  const listed = async () => {
    const {services: all} = await user.json<{services: Array<{service: string; digest: string}>}>('services', 'list')
    return all.filter(({service}) => services.includes(service)).map(({digest}) => digest)
  }
  let ran: string[] = []

  before(async function () {
    if (folder === undefined || !existsSync(folder)) {
      console.log('    skipped: RDE_E2E_STACK names no folder for --stack')
      return this.skip()
    }
    for (const service of services) {
      originals.set(service, docker('image', 'inspect', '--format', '{{.Id}}', `${service}:local`))
      build(service, 'e2e-1', 'COPY version /version')
    }
    build('relay-operator', 'e2e-2', 'COPY version /version')
    build('relay-metadata-api', 'e2e-2', 'ENTRYPOINT ["/not-there"]')
    mkdirSync(suite)
    writeFileSync(join(suite, 'greet.yaml'), workflow)
    writeFileSync(join(suite, 'greet.expect.yaml'), 'outputs: {greet: {greeting: hello}}\n')
    const start = await user.rde('cluster', 'start', '--profile', 'core', '--stack', folder)
    expect(start.exitCode, start.stderr).to.equal(0)
    const imported = await user.rde('images', 'import', 'alpine:3.16')
    expect(imported.exitCode, imported.stderr).to.equal(0)
    ran = await listed()
  })
  after(async () => {
    await user.rde('cluster', 'delete', '--yes')
    for (const [service, id] of originals) {
      docker('tag', id, `${service}:local`)
      docker('image', 'rm', `${service}:e2e-1`, `${service}:e2e-2`)
    }
    user.remove()
  })

  function build(service: string, version: string, line: string): void {
    const context = join(user.temporary, `${service}-${version}`)
    mkdirSync(context)
    writeFileSync(join(context, 'version'), version)
    writeFileSync(join(context, 'Dockerfile'), `FROM ${originals.get(service)}\n${line}\n`)
    docker('build', '--quiet', '--tag', `${service}:${version}`, context)
  }

  it('is killed in the middle', async () => {
    const {child, ended, printed} = user.start(...command)
    await printed('1 of 4', 'stderr')
    child.kill('SIGKILL')
    expect((await ended).exitCode).to.equal(137)
  })

  it('continues where it stopped, and fails for the combinations that cannot run', async () => {
    const {stdout, stderr, exitCode} = await user.rde(...command)
    expect(exitCode, stderr).to.equal(1)
    expect(stderr).to.contain('Resuming the stopped smoke test after 1 combination.').and.not.contain('1 of 4')
    expect(stdout).to.contain('2 of 4 combinations passed.')
  })

  it('reports which ones failed, and keeps the evidence', () => {
    const {results} = JSON.parse(readFileSync(join(report, 'smoke.json'), 'utf8')) as Report
    const failed = results.filter(({rollout}) => rollout.failure !== undefined)
    expect(failed.map(({combination}) => combination['relay-metadata-api'])).to.deep.equal(['e2e-2', 'e2e-2'])
    expect(results.flatMap(({cases}) => cases).map(({failure}) => failure)).to.deep.equal([undefined, undefined])
    const memory = results.flatMap(({memoryBytes}) => memoryBytes ?? [])
    console.log(`      memory of the services: ${memory.map((bytes) => `${Math.round(bytes / 1e6)} MB`).join(', ')}`)
    expect(memory, 'of the combinations that run').to.have.length(2)
    for (const {evidence} of failed)
      expect(readdirSync(evidence!)).to.include.members(['events.txt', 'pods.txt', 'relay-metadata-api.log'])
    expect(readFileSync(join(report, 'junit.xml'), 'utf8')).to.match(
      /<testsuites name="rde smoke" tests="6" failures="2"/,
    )
  })

  it('runs again what ran before', async () => {
    expect(await listed()).to.deep.equal(ran)
    const {exitCode, stdout, stderr} = await user.rde('cluster', 'start')
    expect(exitCode, stderr).to.equal(0)
    expect(stdout).to.contain('nothing to change')
  })
})
