import {existsSync} from 'node:fs'
import {setTimeout as sleep} from 'node:timers/promises'

import {buildEnvironment, ChangedLine, DevByHand} from '../e2e/dev-by-hand.js'
import type {User} from '../e2e/user.js'
import type {Started} from '../acceptance/rde-process.js'
import type {Contestant} from './measure.js'

/** A folder for `--stack`, and a checkout of relay-core whose builds work here. */
const folder = process.env['RDE_E2E_STACK']
const source = process.env['RDE_E2E_RELAY_CORE']
const hello = new URL('../../examples/hello.yaml', import.meta.url).pathname

/** After this time, both alternatives have deleted their previous pods. */
const restMs = 15_000
/** Servers of the metadata API: relay-core's own default, and that of our chart. */
const [serversOfRelayCore, serversOfRde] = [1, 2]
/** How often a line is saved in a session; the first run is not counted. */
const saves = 3

/** From a saved line of relay-core's operator to the end of a run on it, several times per session. */
export function devBenches(user: User) {
  if (folder === undefined || source === undefined || !existsSync(source)) {
    console.log('bench dev: left out, RDE_E2E_STACK or RDE_E2E_RELAY_CORE names no folder')
    return []
  }
  const [stack, checkout] = [folder, source]
  return [
    {
      name: 'dev',
      title: `from a saved line of the operator to the end of a run on it, ${saves} times; at most half of the time by hand is wanted`,
      rounds: 2,
      contestants: () => contestants(user, stack, checkout),
    },
  ]
}

async function contestants(user: User, stack: string, checkout: string): Promise<Contestant[]> {
  await succeeding(user, 'cluster', 'start', '--profile', 'core', '--stack', stack)
  await succeeding(user, 'images', 'import', 'alpine:3.16')
  const line = new ChangedLine(checkout)
  const byHand = new DevByHand(user, checkout, hello)
  const dev = new DevSession(user, checkout)
  // Each session begins without other runs: relay-core's operator reconciles all runs after each restart.
  const forgetRuns = () => succeeding(user, 'workflow', 'delete', 'hello', '--yes')
  const byHandOn = (engine: string, servers: number): Contestant => {
    return {
      name: `ko, k3d image import, rollout restart, run, ${engine}`,
      async prepare() {
        await setServers(user, servers)
        byHand.prepare()
        await succeeding(user, 'workflow', 'run', hello, '--follow')
        await sleep(restMs)
      },
      async run() {
        for (let save = 1; save <= saves; save++) {
          line.save(`by hand at ${Date.now()}`)
          const laps = Object.entries(byHand.round()).map(([part, seconds]) => `${part} ${seconds.toFixed(1)} s`)
          console.log(`  by hand, since the save: ${laps.join('   ')}`)
        }
      },
      async cleanUp() {
        byHand.cleanUp()
        line.restore()
        await forgetRuns()
        await setServers(user, serversOfRde)
      },
    }
  }
  return [
    byHandOn('the engine as relay-core sets it up', serversOfRelayCore),
    byHandOn('the engine as rde sets it up', serversOfRde),
    {
      name: 'rde services dev',
      async prepare() {
        await dev.start()
        await sleep(restMs)
      },
      async run() {
        for (let save = 1; save <= saves; save++) {
          line.save(`by dev at ${Date.now()}`)
          console.log(`  ${await dev.round(save + 1)}`)
        }
      },
      async cleanUp() {
        await dev.end()
        line.restore()
        await forgetRuns()
      },
    },
  ]
}

/** The number of servers of the metadata API. */
async function setServers(user: User, servers: number): Promise<void> {
  await succeeding(user, 'config', 'set', 'helm.values.relay-core.metadataApi.replicas', String(servers))
  await succeeding(user, 'cluster', 'start')
}

async function succeeding(user: User, ...args: readonly string[]): Promise<void> {
  const {exitCode, stderr} = await user.rde(...args)
  if (exitCode !== 0) throw new Error(`rde ${args.join(' ')}: ${stderr}`)
}

/** `rde services dev`, which waits for changes. */
class DevSession {
  #started: Started | undefined

  constructor(
    private readonly user: User,
    private readonly checkout: string,
  ) {}

  async start(): Promise<void> {
    const args = ['services', 'dev', 'relay-operator', '--source', this.checkout, '--run', hello]
    this.#started = this.user.startWith(buildEnvironment(), ...args)
    await this.round(1)
  }

  /** The output line of a round, once the round is over. */
  async round(number: number): Promise<string> {
    const {printed, text} = this.#started!
    await printed(`round ${number} `)
    return text.stdout.split('\n').find((one) => one.startsWith(`round ${number} `)) ?? text.stdout
  }

  async end(): Promise<void> {
    const {child, ended} = this.#started!
    child.kill('SIGINT')
    await ended
  }
}
