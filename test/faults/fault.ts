import {expect} from 'chai'

import type {Ended} from '../acceptance/rde-process.js'
import type {DockerWatch} from '../e2e/docker-watch.js'
import type {User} from '../e2e/user.js'

/** Something that is broken on purpose, and how rde must react. */
export interface Fault {
  /** A sentence: what rde does in this case. */
  readonly name: string
  /** The state of the cluster at the beginning; it is brought to this state first. */
  readonly begin: 'absent' | 'healthy' | 'stopped'
  /** Only in `npm run faults`, not in the end-to-end tests: it takes long, or another fault covers the same. */
  readonly slow?: boolean
  /** Why it cannot be provoked on this machine, if so. */
  unless?(): string | undefined
  provoke(context: FaultContext): Promise<void>
}

export interface FaultContext {
  readonly user: User
  readonly watch: DockerWatch
  /** Prints a line for the user: a figure, a state. */
  say(line: string): void
  /** A number from 0 to 1, the same for the same seed. */
  random(): number
}

/** The expected answer of rde: the exit code, and texts in the output. */
export interface Wanted {
  readonly exitCode: number
  readonly says?: readonly (string | RegExp)[]
}

/** Shows rde's answer as the user sees it, then checks it. Every failure must have a code and a next command. */
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

/** Shows `rde cluster status`, and checks that it names the problem and the command that repairs it. */
export async function degraded(context: FaultContext, problem: string, repair = 'rde cluster start'): Promise<void> {
  const {stdout, exitCode} = await context.user.rde('cluster', 'status')
  for (const line of stdout.trimEnd().split('\n')) context.say(`| ${line}`)
  expect(exitCode, stdout).to.equal(1)
  expect(stdout.split('\n')[0]).to.contain('degraded').and.to.contain(problem).and.to.contain(`Repair: ${repair}`)
}

export async function verdict({user}: FaultContext): Promise<string> {
  return (await user.json<{verdict: string}>('cluster', 'status')).verdict
}

/** Starts the cluster, as a user would after reading the message, and checks that it is healthy. */
export async function repaired(context: FaultContext): Promise<void> {
  judge(context, await context.user.rde('cluster', 'start'), {exitCode: 0})
  expect(await verdict(context)).to.equal('healthy')
}

/** Deletes the cluster and checks that nothing of it is left. */
export async function removed(context: FaultContext): Promise<void> {
  const {user, watch} = context
  judge(context, await user.rde('cluster', 'delete', '--yes'), {exitCode: 0})
  nothingLeft(context)
  expect(watch.remains(user.cluster)).to.deep.equal([])
}

/** Checks that there is nothing in Docker, and no file except those of the user. */
export function nothingLeft({user, watch}: FaultContext): void {
  expect(watch.remains(user.cluster)).to.deep.equal([])
  const files = user.files().map((file) => file.split(' ')[0])
  expect(files.sort()).to.deep.equal(['.config/rde/cluster', '.config/rde/defaults.json', '.kube/config'])
}
