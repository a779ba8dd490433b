import {expect} from 'chai'

import type {Ended} from '../acceptance/rde-process.js'
import type {DockerWatch} from '../e2e/docker-watch.js'
import type {User} from '../e2e/user.js'

/** What is broken on purpose, and what rde must make of it. */
export interface Fault {
  /** A sentence: what rde does when it happens. */
  readonly name: string
  /** The cluster that it happens to; whatever was there before is brought to that. */
  readonly begin: 'absent' | 'healthy' | 'stopped'
  /** Left to `npm run faults`, so that the end-to-end tests take minutes: it takes long, or another fault shows as much. */
  readonly slow?: boolean
  /** Why it cannot be provoked on this machine, if it cannot. */
  unless?(): string | undefined
  provoke(context: FaultContext): Promise<void>
}

export interface FaultContext {
  readonly user: User
  readonly watch: DockerWatch
  /** Says something to whoever watches: a figure, a state. */
  say(line: string): void
  /** A number from 0 to 1, the same for the same seed. */
  random(): number
}

/** What a user must find in rde's answer: the exit code, and each of these in what it said. */
export interface Wanted {
  readonly exitCode: number
  readonly says?: readonly (string | RegExp)[]
}

/** Shows rde's answer as the user sees it, then judges it. Every failure names its code, and a command to run next. */
export function judge({say}: FaultContext, ended: Ended, {exitCode, says = []}: Wanted): void {
  const {stdout, stderr} = ended
  for (const line of `${stderr}${stdout}`.trimEnd().split('\n')) say(`| ${line}`)
  expect(ended.exitCode, stderr).to.equal(exitCode)
  for (const words of says) {
    if (typeof words === 'string') expect(stderr + stdout).to.contain(words)
    else expect(stderr + stdout).to.match(words)
  }
  if (exitCode !== 0) expect(stderr, 'an error code at the end').to.match(/RDE_[A-Z_]+\n$/)
  expect(stderr, 'no stack').not.to.match(/^ {4}at /m)
}

/** Shows `rde cluster status`, and sees that it names what is wrong and the command that repairs it. */
export async function degraded(context: FaultContext, problem: string, repair = 'rde cluster start'): Promise<void> {
  const {stdout, exitCode} = await context.user.rde('cluster', 'status')
  for (const line of stdout.trimEnd().split('\n')) context.say(`| ${line}`)
  expect(exitCode, stdout).to.equal(1)
  expect(stdout.split('\n')[0]).to.contain('degraded').and.to.contain(problem).and.to.contain(`Repair: ${repair}`)
}

export async function verdict({user}: FaultContext): Promise<string> {
  return (await user.json<{verdict: string}>('cluster', 'status')).verdict
}

/** Starts the cluster, as a user would after reading a message, and sees that it is healthy then. */
export async function repaired(context: FaultContext): Promise<void> {
  judge(context, await context.user.rde('cluster', 'start'), {exitCode: 0})
  expect(await verdict(context)).to.equal('healthy')
}

/** Deletes the cluster and sees that nothing of it is left. */
export async function removed(context: FaultContext): Promise<void> {
  const {user, watch} = context
  judge(context, await user.rde('cluster', 'delete', '--yes'), {exitCode: 0})
  nothingLeft(context)
  expect(watch.remains(user.cluster)).to.deep.equal([])
}

/** Nothing in Docker, and no file but the user's own. */
export function nothingLeft({user, watch}: FaultContext): void {
  expect(watch.remains(user.cluster)).to.deep.equal([])
  const files = user.files().map((file) => file.split(' ')[0])
  expect(files.sort()).to.deep.equal(['.config/rde/cluster', '.config/rde/defaults.json', '.kube/config'])
}
