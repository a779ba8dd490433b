import {expect} from 'chai'

import {docker, lines} from '../e2e/docker.js'
import {until} from '../e2e/until.js'
import {DockerProxy} from './docker-proxy.js'
import {judge, removed, repaired, type Fault, type FaultContext} from './fault.js'

/** Checks start, stop, delete and status when Docker does not answer: nothing is assumed, nothing is lost. */
async function everyCommand(context: FaultContext, env: Record<string, string>, says: readonly (string | RegExp)[]) {
  for (const command of ['start', 'stop', 'delete']) {
    const words = ['cluster', command, ...(command === 'delete' ? ['--yes'] : [])]
    context.say(`rde ${words.join(' ')}`)
    judge(context, await context.user.rdeWith(env, ...words), {exitCode: 3, says})
  }
  const {stdout, exitCode} = await context.user.rdeWith(env, 'cluster', 'status')
  for (const line of stdout.trimEnd().split('\n')) context.say(`| ${line}`)
  expect({exitCode, unknown: stdout.includes('unknown')}).to.deep.equal({exitCode: 3, unknown: true})
}

const silent = (name: string, DOCKER_HOST: string, says: readonly (string | RegExp)[]): Fault => ({
  name,
  begin: 'healthy',
  async provoke(context) {
    await everyCommand(context, {DOCKER_HOST}, says)
    expect((await context.user.rde('cluster', 'status')).exitCode).to.equal(0)
  },
})

const slow = (fault: Fault): Fault => ({...fault, slow: true})

async function serverRuns({user}: FaultContext): Promise<void> {
  const filters = [`label=k3d.cluster=${user.cluster}`, 'label=k3d.role=server'].flatMap((one) => ['--filter', one])
  await until('the server node runs', () => lines(docker('ps', '--quiet', ...filters)).length > 0)
}

/** Creates a cluster through a proxy, and disturbs the proxy in the middle. */
async function createThrough(context: FaultContext, proxy: DockerProxy, disturb: () => Promise<void> | void) {
  await proxy.start()
  const {ended} = context.user.startWith(proxy.env, 'cluster', 'start')
  await serverRuns(context)
  await disturb()
  const begin = performance.now()
  const result = await ended
  context.say(`ended ${((performance.now() - begin) / 1_000).toFixed(1)} s after Docker stopped`)
  return result
}

export const engine: readonly Fault[] = [
  silent('a missing socket is reported, with exit code 3', 'unix:///nowhere/docker.sock', [
    '/nowhere/docker.sock',
    /Start/,
  ]),
  silent('a remote engine is refused', 'tcp://192.0.2.1:2375', ['tcp://192.0.2.1:2375', 'on this machine']),
  slow(silent('a port where no engine listens is reported', 'tcp://127.0.0.1:9', ['tcp://127.0.0.1:9'])),
  slow(silent('an engine behind ssh is refused', 'ssh://me@192.0.2.1', ['ssh://me@192.0.2.1', 'on this machine'])),
  {
    name: 'Docker stops in the middle of a create: it is reported, and start continues when Docker is back',
    begin: 'absent',
    async provoke(context) {
      const proxy = new DockerProxy()
      try {
        const ended = await createThrough(context, proxy, () => proxy.stop())
        judge(context, ended, {exitCode: 3, says: [/Docker/, 'rde cluster start']})
        expect(ended.stderr).not.to.contain('Nothing was')
        await proxy.start()
        judge(context, await context.user.rdeWith(proxy.env, 'cluster', 'start'), {exitCode: 0})
        await removed(context)
      } finally {
        await proxy.remove()
      }
    },
  },
  {
    name: 'Docker hangs: every command ends by itself and reports it',
    begin: 'healthy',
    slow: true,
    async provoke(context) {
      const proxy = new DockerProxy()
      try {
        await proxy.start()
        proxy.hang()
        await everyCommand(context, proxy.env, [/Docker did not answer|Docker does not answer/])
      } finally {
        await proxy.remove()
      }
    },
  },
  {
    name: 'Docker hangs in the middle of a create: Ctrl-C ends it, and the next start repairs',
    begin: 'absent',
    slow: true,
    async provoke(context) {
      const proxy = new DockerProxy()
      try {
        await proxy.start()
        const {ended, child} = context.user.startWith(proxy.env, 'cluster', 'start')
        await serverRuns(context)
        proxy.hang()
        process.kill(-child.pid!, 'SIGINT')
        const begin = performance.now()
        judge(context, await ended, {exitCode: 130, says: ['rde cluster start']})
        context.say(`ended ${((performance.now() - begin) / 1_000).toFixed(1)} s after Ctrl-C`)
        await repaired(context)
        await removed(context)
      } finally {
        await proxy.remove()
      }
    },
  },
]
