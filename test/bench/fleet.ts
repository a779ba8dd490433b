import {setMaxListeners} from 'node:events'
import {existsSync, writeFileSync} from 'node:fs'
import {loadavg} from 'node:os'
import {join} from 'node:path'
import {setTimeout as sleep} from 'node:timers/promises'

import {cleanEnvironment, SystemProcessRunner} from '@rde/process-runner'
import {Kubectl} from '@rde/toolchain'
import {followRun, RunStore, RunWatches, type RunSummary} from '@rde/workflow/engine'
import {runResource} from '@rde/workflow/resources'

import {baseImage} from '../e2e/test-image.js'
import type {User} from '../e2e/user.js'
import {apiRequests, requestsBetween, totalOf, type ApiRequests} from './api-requests.js'
import {readChildrenCpu} from './children-cpu.js'

export interface FleetOptions {
  /** The numbers of simultaneous runs, one round each. */
  readonly sizes: readonly number[]
  readonly agents: number
  /** The value `operator.workers` of relay-core; its default unless given. */
  readonly workers: number | undefined
  /** How long runs are followed; those that have not ended by then are counted. */
  readonly limitMs: number
}

interface FollowedTimes {
  readonly startMs: number | undefined
  /** Undefined if the run did not end in time. */
  readonly endMs: number | undefined
  readonly outcome: string
}

const workflow = 'fleet'
const folder = process.env['RDE_E2E_STACK']
const idleMs = 20_000
const nothingKept = {mask: <Shown>(shown: Shown) => shown}

/** Runs many workflows of one step at once, and prints the costs for the engine and for the followers. */
export async function benchFleet(user: User, {sizes, agents, workers, limitMs}: FleetOptions): Promise<void> {
  if (folder === undefined || !existsSync(folder)) {
    console.log('bench fleet: left out, RDE_E2E_STACK names no folder')
    return
  }
  const image = baseImage()
  const file = join(user.temporary, `${workflow}.yaml`)
  writeFileSync(file, `steps:\n  - {name: step, image: "${image}", input: ["true"]}\n`)
  const chosen = ['--profile', 'core', '--agents', String(agents), '--stack', folder]
  if (workers !== undefined)
    await rde(user, 'config', 'set', 'helm.values.relay-core.operator.workers', String(workers))
  await rde(user, 'cluster', 'start', ...chosen)
  await rde(user, 'images', 'import', image)
  await rde(user, 'workflow', 'save', file)
  const fleet = new Fleet(new Kubectl(runnerOf(), {kubeconfig: join(user.folder, 'kubeconfig.yaml')}), {image, limitMs})
  console.log(`${agents + 1} nodes, ${workers ?? 2} workers of relay-core's operator, one step that ends at once`)
  // The first run of a workflow creates the objects that all its runs share.
  await fleet.round(1)
  const idle = await fleet.idleRate()
  console.log(`idle: ${idle.toFixed(1)} requests a second`)
  for (const size of sizes) console.log(describe(await fleet.round(size), idle))
}

async function rde(user: User, ...args: readonly string[]): Promise<void> {
  const {exitCode, stderr} = await user.rde(...args)
  if (exitCode !== 0) throw new Error(`rde ${args.join(' ')}: ${stderr}`)
}

function runnerOf(): SystemProcessRunner {
  return new SystemProcessRunner({environment: cleanEnvironment(process.env)})
}

interface Round {
  readonly size: number
  readonly seconds: number
  readonly times: readonly FollowedTimes[]
  readonly requests: ApiRequests
  /** Of the followers, including kubectl. */
  readonly cpuSeconds: number
}

interface Following {
  readonly watches: RunWatches
  readonly begin: number
  readonly signal: AbortSignal
}

class Fleet {
  #number = 0

  constructor(
    private readonly kubectl: Kubectl,
    private readonly options: {readonly image: string; readonly limitMs: number},
  ) {}

  async idleRate(): Promise<number> {
    const before = await apiRequests(this.kubectl)
    await sleep(idleMs)
    return totalOf(requestsBetween(before, await apiRequests(this.kubectl))) / (idleMs / 1_000)
  }

  async round(size: number): Promise<Round> {
    const numbers = Array.from({length: size}, () => (this.#number += 1))
    const before = await apiRequests(this.kubectl)
    const cpu = cpuOf()
    const begin = performance.now()
    await this.kubectl.apply(numbers.map((number) => ({...runResource({workflow, number, parameters: {}})})))
    const runs = (await new RunStore(this.kubectl).list(workflow)).filter(({number}) => numbers.includes(number ?? 0))
    const watches = new RunWatches(this.kubectl)
    const signal = AbortSignal.timeout(this.options.limitMs)
    setMaxListeners(0, signal)
    const times = await Promise.all(runs.map((run) => this.#follow(run, {watches, begin, signal})))
    const seconds = (performance.now() - begin) / 1_000
    // The watches end with the last follower; their CPU time is counted only after that.
    await sleep(1_000)
    const requests = requestsBetween(before, await apiRequests(this.kubectl))
    return {size, seconds, times, requests, cpuSeconds: cpuOf() - cpu}
  }

  async #follow(run: RunSummary, {watches, begin, signal}: Following): Promise<FollowedTimes> {
    const {kubectl} = this
    const {image} = this.options
    const steps = [{name: 'step', type: 'container', image, dependsOn: []}] as const
    const request = {kubectl, run, steps, inputs: nothingKept, signal, onEvent() {}, watches, withoutLogs: true}
    try {
      const {end, run: last} = await followRun(request)
      return {startMs: startOf(last), endMs: performance.now() - begin, outcome: end.outcome}
    } catch (error) {
      if (!signal.aborted) throw error
      return {startMs: undefined, endMs: undefined, outcome: 'unfinished'}
    }
  }
}

/** From the timestamps of the engine, in seconds: a status arrives later than its time. */
function startOf({createdAt, steps}: RunSummary): number | undefined {
  const [startedAt] = steps.flatMap((step) => step.startedAt ?? [])
  return startedAt === undefined ? undefined : Date.parse(startedAt) - Date.parse(createdAt)
}

function cpuOf(): number {
  const {user, system} = process.cpuUsage()
  return (user + system) / 1e6 + readChildrenCpu()
}

function describe({size, seconds, times, requests, cpuSeconds}: Round, idle: number): string {
  const of = (wanted: string) => times.filter(({outcome}) => outcome === wanted).length
  const [succeeded, unfinished] = [of('succeeded'), of('unfinished')]
  const starts = times.flatMap(({startMs}) => startMs ?? []).map((ms) => ms / 1_000)
  const ends = times.flatMap(({endMs}) => endMs ?? []).map((ms) => ms / 1_000)
  const perRun = (totalOf(requests) - idle * seconds) / size
  const most = [...requests].sort(([, one], [, other]) => other - one).slice(0, 8)
  return [
    `${size} at once (load ${loadavg()[0]?.toFixed(1)}): ${seconds.toFixed(1)} s, ${((60 * succeeded) / seconds).toFixed(1)} a minute, ${size - succeeded - unfinished} failed, ${unfinished} go on`,
    `  a step begins after    ${spread(starts)}`,
    `  a run ends after       ${spread(ends)}`,
    `  requests for each run  ${perRun.toFixed(0)} (${most.map(([what, count]) => `${what} ${(count / size).toFixed(1)}`).join(', ')})`,
    `  following              ${cpuSeconds.toFixed(2)} s of CPU, ${(process.memoryUsage().rss / 2 ** 20).toFixed(0)} MB, 3 watches`,
  ].join('\n')
}

function spread(seconds: readonly number[]): string {
  const sorted = [...seconds].sort((one, other) => one - other)
  const at = (part: number) => sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))]?.toFixed(1) ?? '–'
  return `half of them ${at(0.5)} s, 95 % ${at(0.95)} s, all ${at(1)} s`
}
