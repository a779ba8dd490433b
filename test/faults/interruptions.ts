import {existsSync, readFileSync} from 'node:fs'

import {expect} from 'chai'

import {lines, docker} from '../e2e/docker.js'
import {until} from '../e2e/until.js'
import {judge, nothingLeft, removed, repaired, verdict, type Fault, type FaultContext} from './fault.js'

const nodesOf = (cluster: string) =>
  lines(docker('ps', '--quiet', '--filter', `label=k3d.cluster=${cluster}`, '--filter', 'label=k3d.role=server'))

/** Starts a create and waits until k3d has created the server's container. */
async function midCreate({user}: FaultContext) {
  const started = user.start('cluster', 'start')
  await Promise.race([
    until('the server node runs', () => nodesOf(user.cluster).length > 0),
    started.ended.then(({stderr}) => Promise.reject(new Error(`it ended: ${stderr}`))),
  ])
  return {...started, pid: started.child.pid!}
}

export const interruptions: readonly Fault[] = [
  {
    name: 'Ctrl-C in the middle of a create rolls back, prints how to continue and exits with 130',
    begin: 'absent',
    async provoke(context) {
      const {pid, ended} = await midCreate(context)
      // To the whole group, as a terminal does: k3d gets it too.
      process.kill(-pid, 'SIGINT')
      judge(context, await ended, {exitCode: 130, says: ['Interrupted', 'rde cluster start', 'RDE_INTERRUPTED']})
      expect(context.watch.remains(context.user.cluster)).to.deep.equal([])
      expect(await verdict(context)).to.equal('absent')
      await removed(context)
    },
  },
  {
    name: 'SIGTERM in the middle of a create rolls back and exits with 143',
    begin: 'absent',
    async provoke(context) {
      const {pid, ended} = await midCreate(context)
      process.kill(pid, 'SIGTERM')
      judge(context, await ended, {exitCode: 143, says: ['rde cluster start', 'RDE_INTERRUPTED']})
      expect(await verdict(context)).to.equal('absent')
      await removed(context)
    },
  },
  {
    name: 'a second Ctrl-C quits at once, and the next start removes what is left',
    begin: 'absent',
    async provoke(context) {
      const {pid, ended, printed} = await midCreate(context)
      process.kill(-pid, 'SIGINT')
      await printed('Interrupted', 'stderr')
      const begin = performance.now()
      process.kill(-pid, 'SIGINT')
      const {exitCode, stderr} = await ended
      context.say(
        `ended ${Math.round(performance.now() - begin)} ms after the second, with ${exitCode}: ${stderr.trim()}`,
      )
      expect(exitCode).to.equal(130)
      await repaired(context)
    },
  },
  {
    name: 'Ctrl-C in the middle of a delete prints how to continue, and the next delete leaves nothing',
    begin: 'healthy',
    async provoke(context) {
      const started = context.user.start('cluster', 'delete', '--yes')
      await started.printed('deleting', 'stderr')
      process.kill(-started.child.pid!, 'SIGINT')
      judge(context, await started.ended, {exitCode: 130, says: ['rde cluster delete', 'RDE_INTERRUPTED']})
      await removed(context)
    },
  },
  {
    name: 'Ctrl-C in the middle of a stop prints how to continue, and the next stop finishes it',
    begin: 'healthy',
    slow: true,
    async provoke(context) {
      const started = context.user.start('cluster', 'stop')
      await started.printed('stopping', 'stderr')
      process.kill(-started.child.pid!, 'SIGINT')
      judge(context, await started.ended, {exitCode: 130, says: ['rde cluster stop', 'RDE_INTERRUPTED']})
      judge(context, await context.user.rde('cluster', 'stop'), {exitCode: 0})
      expect(await verdict(context)).to.equal('stopped')
    },
  },
  {
    name: 'kill -9 at ten random moments of a create: the next start succeeds, the next delete leaves nothing',
    begin: 'absent',
    slow: true,
    async provoke(context) {
      const {user, say} = context
      const whole = await durationOfCreate(context)
      say(`an undisturbed create takes ${inSeconds(whole)}`)
      for (let count = 1; count <= 10; count += 1) await killOnce(context, {count, atMs: context.random() * whole})
      expect(existsSync(user.folder)).to.equal(false)
    },
  },
]

async function durationOfCreate(context: FaultContext): Promise<number> {
  const begin = performance.now()
  const {exitCode, stderr} = await context.user.rde('cluster', 'start')
  expect(exitCode, stderr).to.equal(0)
  const took = performance.now() - begin
  await context.user.rde('cluster', 'delete', '--yes')
  return took
}

async function killOnce(context: FaultContext, {count, atMs}: {count: number; atMs: number}): Promise<void> {
  const {user, watch, say} = context
  const {child, ended} = user.start('cluster', 'start')
  await new Promise((resolve) => setTimeout(resolve, atMs))
  child.kill('SIGKILL')
  const {stderr} = await ended
  const tools = toolsOnRecord(user.lockFile)
  const status = await verdict(context)
  const last = stderr.trim().split('\n').at(-1) ?? ''
  say(`${count}. killed after ${inSeconds(atMs)}; last line: ${last.trim() || 'nothing'}`)
  say(
    `   left: ${tools.filter(isAlive).length} tools running, ${watch.remains(user.cluster).length} Docker objects, ${status}`,
  )
  const begin = performance.now()
  const next = await user.rde('cluster', 'start')
  expect(next.exitCode, next.stderr).to.equal(0)
  expect(tools.filter(isAlive), 'orphaned tools were ended').to.deep.equal([])
  expect(await verdict(context)).to.equal('healthy')
  const took = inSeconds(performance.now() - begin)
  const deleted = await user.rde('cluster', 'delete', '--yes')
  expect(deleted.exitCode, deleted.stderr).to.equal(0)
  nothingLeft(context)
  say(`   the next start took ${took}; the next delete left nothing`)
}

interface Tool {
  readonly pid: number
  readonly startTime: string
}

function toolsOnRecord(lockFile: string): Tool[] {
  if (!existsSync(lockFile)) return []
  const {holder} = JSON.parse(readFileSync(lockFile, 'utf8')) as {holder: {children: Tool[]} | null}
  return holder?.children ?? []
}

function isAlive({pid}: Tool): boolean {
  try {
    return !/\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))
  } catch {
    return false
  }
}

function inSeconds(ms: number): string {
  return `${(ms / 1_000).toFixed(1)} s`
}
