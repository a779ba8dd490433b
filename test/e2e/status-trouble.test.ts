import {readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'

import {expect} from 'chai'

import {runProgram} from '../acceptance/rde-process.js'
import {docker} from './docker.js'
import {TestImage} from './test-image.js'
import {until} from './until.js'
import {User} from './user.js'

interface Status {
  readonly verdict: string
  readonly problems: readonly string[]
  readonly repairs: readonly string[]
}

const cluster = 'rde-test-e2e-trouble'
const agent = `k3d-${cluster}-agent-0`
const image = new TestImage('rde-test-e2e/trouble:1')

/** Status reports the problem, and a command that fixes it when run as printed. */
describe('A cluster in trouble', () => {
  const user = new User(cluster)
  const status = (env = {}) =>
    user
      .rdeWith(env, 'cluster', 'status', '--json')
      .then(({stdout, stderr}) => JSON.parse(stdout === '' ? expect.fail(stderr) : stdout) as Status)
  const kubectl = async (...args: string[]) => {
    const {stdout, stderr, exitCode} = await user.rde('kubectl', ...args)
    expect(exitCode, stderr).to.equal(0)
    return stdout.trim()
  }

  /** Waits until status reports this; runs the command next to it. */
  async function repair(problem: RegExp): Promise<string> {
    let seen: Status | undefined
    await until(String(problem), async () => {
      seen = await status()
      return seen.problems.some((text) => problem.test(text))
    }).catch((error: Error) => expect.fail(`${error.message}; the last status: ${JSON.stringify(seen)}`))
    const index = seen!.problems.findIndex((text) => problem.test(text))
    const command = seen!.repairs[index]!
    expect(command).to.match(/^rde /)
    const {exitCode, stderr} = await user.rde(...command.split(' ').slice(1))
    expect(exitCode, `${command}\n${stderr}`).to.equal(0)
    await until('a healthy cluster', async () => (await status()).verdict === 'healthy')
    return command
  }

  before(async () => {
    await image.build()
    const {stderr, exitCode} = await user.rde('cluster', 'start', '--agents', '1')
    expect(exitCode, stderr).to.equal(0)
    expect((await user.rde('images', 'import', image.reference)).exitCode).to.equal(0)
    await kubectl('create', 'deployment', 'web', `--image=${image.reference}`, '--', 'sleep', '1d')
    await kubectl('rollout', 'status', 'deployment/web', '--timeout=120s')
  })
  after(async () => {
    await user.rde('cluster', 'delete', '--yes')
    image.remove()
    user.remove()
  })

  it('schedules pods on a cordoned node again', async () => {
    await kubectl('cordon', agent)
    expect(await repair(/ is cordoned: it takes no new pods$/)).to.equal(`rde kubectl uncordon ${agent}`)
  })

  it('rolls a crashing deployment back', async () => {
    const crash = [{op: 'replace', path: '/spec/template/spec/containers/0/command', value: ['sh', '-c', 'exit 3']}]
    await kubectl('patch', 'deployment', 'web', '--type=json', `--patch=${JSON.stringify(crash)}`)
    const command = await repair(/^Deployment default\/web: container \S+ of web-\S+ in default: CrashLoopBackOff/)
    expect(command).to.equal('rde kubectl rollout undo deployment/web --namespace default')
  })

  it('repairs a DNS that crashes because of its configuration', async () => {
    const corefile = {data: {Corefile: '.:53 {\n  no-such-plugin\n}\n'}}
    await kubectl('patch', 'configmap', 'coredns', '-n', 'kube-system', `--patch=${JSON.stringify(corefile)}`)
    await kubectl('delete', 'pods', '-n', 'kube-system', '-l', 'k8s-app=kube-dns', '--wait=false')
    expect(await repair(/^DNS is not available: .*CrashLoopBackOff/)).to.equal('rde cluster start')
  })

  it('asks for another kubeconfig if its certificate does not belong to the cluster', async () => {
    for (const file of [user.configFile, join(user.folder, 'kubeconfig.yaml')]) {
      const changed = readFileSync(file, 'utf8').replace(
        /(certificate-authority-data"?: "?)[\w+/=]+/,
        `$1${otherAuthority}`,
      )
      writeFileSync(file, changed)
    }
    expect(await repair(/^the API server refuses the kubeconfig: .*(x509|certificate)/)).to.equal('rde cluster start')
  })

  it('prints the command that frees space if the disk is full', async () => {
    const file = dockerOnFullDisk()
    const {verdict, problems, repairs} = await status({RDE_DOCKER: file})
    expect(verdict).to.equal('degraded')
    expect(problems[0]).to.match(/ free .*where Docker keeps its data/)
    const [program, ...args] = repairs[0]!.split(' ')
    expect([program, args[1]]).to.deep.equal(['docker', 'prune'])
    const pruned = await runProgram(file, [...args, '--force'], {home: user.home, path: process.env['PATH'] ?? ''})
    expect(pruned.exitCode, pruned.stderr).to.equal(0)
    expect((await status({RDE_DOCKER: file})).verdict).to.equal('healthy')
  })

  /** The real Docker, except that its disk seems full until something is pruned. */
  function dockerOnFullDisk(): string {
    const [file, pruned] = [join(user.home, 'docker'), join(user.home, 'pruned')]
    const folder = docker('info', '--format', '{{.DockerRootDir}}')
    const words = [
      `case "$1 $2" in`,
      `*' prune') echo > '${pruned}' ;;`,
      `'info '*) if [ -e '${pruned}' ]; then exec docker "$@"; else docker "$@" | sed 's#${folder}#/proc#'; fi ;;`,
      '*) exec docker "$@" ;;',
      'esac',
    ]
    writeFileSync(file, `#!/bin/sh\n${words.join('\n')}\n`, {mode: 0o755})
    return file
  }
})

/** A kubeconfig with a certificate that belongs to no cluster. */
const pem = readFileSync(new URL('../../packages/toolchain/src/testing/untrusted-server.pem', import.meta.url), 'utf8')
const [certificate = ''] = /-----BEGIN CERTIFICATE-----[^]*-----END CERTIFICATE-----\n/.exec(pem) ?? []
const otherAuthority = Buffer.from(certificate).toString('base64')
