// npm run bench [-- NAME… --rounds=N]: figures and ratios, without thresholds. Compared items run in turn.
// npm run bench -- before COMMIT [ROW…]: this version compared with an earlier one.
// npm run bench -- fleet [--runs=1,20,100] [--agents=2] [--workers=2] [--limit=600]: many workflow runs at once.
import {spawnSync} from 'node:child_process'
import {cpus, loadavg} from 'node:os'
import {join} from 'node:path'

import {bin, root} from '../acceptance/rde-process.js'
import {User} from '../e2e/user.js'
import {benchAgainst} from './before.js'
import {devBenches} from './dev.js'
import {localBenches} from './local.js'
import {benchFleet} from './fleet.js'
import {imagesBenches, removeBenchImages} from './images.js'
import {compare, program, table, type Contestant} from './measure.js'
import {pageBenches} from './page.js'
import {relayBench} from './relay.js'
import {stackBenches} from './stack.js'

const names = process.argv.slice(2).filter((word) => !word.startsWith('--'))
const given = (flag: string) => process.argv.find((word) => word.startsWith(`--${flag}=`))?.split('=')[1]
const wanted = Number(given('rounds') ?? 0)
/** Set RDE_CLUSTER if two people run benchmarks on one machine. */
const user = new User(process.env['RDE_CLUSTER'] ?? 'rde-test-e2e-bench')
const env = {PATH: process.env['PATH'], HOME: user.home, TMPDIR: user.temporary, RDE_CLUSTER: user.cluster}
const rde = (...args: string[]) => program(process.execPath, [bin, ...args], env)
const script = join(root, 'rde')
/** A folder for `--stack` with everything that the profile full needs; its images are in Docker. */
const folder = process.env['RDE_E2E_STACK']
const remove = rde('cluster', 'delete', '--yes')
/** The parts of a stack besides its pods: install records, resource definitions, Vault's credentials. */
const kindsOfStack = ['configmaps', 'customresourcedefinitions', 'secrets']

interface Bench {
  readonly name: string
  readonly title: string
  readonly rounds: number
  contestants(): Promise<Contestant[]>
  /** After the last round. */
  readonly end?: () => Promise<void>
}

const benches: readonly Bench[] = [
  {
    name: 'kubectl',
    title: 'rde kubectl beside bare kubectl; at most 60 ms more are wanted',
    rounds: 15,
    async contestants() {
      const args = ['version', '--client']
      return [
        {name: 'kubectl version --client', run: program('kubectl', args, env)},
        {name: 'rde kubectl version --client', run: rde('kubectl', ...args)},
        {name: './rde kubectl version --client', run: program(script, ['kubectl', ...args], env)},
      ]
    },
  },
  {
    name: 'help',
    title: 'rde --help beside an empty node; at most 300 ms are wanted',
    rounds: 15,
    async contestants() {
      return [
        {name: 'node -e 0', run: program(process.execPath, ['-e', '0'], env)},
        {name: 'rde --help', run: rde('--help')},
        {name: './rde --help', run: program(script, ['--help'], env)},
        {name: 'rde version', run: rde('version')},
      ]
    },
  },
  unchanged({name: 'unchanged', kind: 'with nothing on it'}),
  ...(folder === undefined
    ? []
    : [
        unchanged({
          ...{name: 'unchanged-full', kind: 'of profile full', further: kindsOfStack},
          chosen: ['--profile', 'full', '--stack', folder],
        }),
      ]),
  {
    name: 'create',
    title: 'rde cluster start beside the k3d command that it runs; at most 1500 ms more are wanted',
    rounds: 3,
    async contestants() {
      await remove()
      return [
        {name: 'k3d cluster create', run: program('/bin/sh', ['-c', handWritten()], env), cleanUp: remove},
        {name: 'rde cluster start', run: rde('cluster', 'start'), cleanUp: remove},
      ]
    },
  },
]

/** `images` selects all names that begin with it. */
const isWanted = (name: string) => names.some((wanted) => name === wanted || name.startsWith(`${wanted}-`))

interface UnchangedOptions {
  readonly name: string
  readonly kind: string
  readonly chosen?: readonly string[]
  /** Kinds of objects to read in addition to those of a snapshot. */
  readonly further?: readonly string[]
}

function unchanged({name, kind, chosen = [], further = []}: UnchangedOptions): Bench {
  return {
    name,
    title: `rde cluster start and status on a healthy cluster ${kind}, beside the two questions that tell it; at most 3 times as long is wanted`,
    rounds: 10,
    async contestants() {
      await remove()
      await rde('cluster', 'start', ...chosen)()
      return [
        {name: 'docker ps and a list of all objects', run: questions(further)},
        {name: 'rde cluster start', run: rde('cluster', 'start')},
        {name: 'rde cluster status', run: rde('cluster', 'status')},
      ]
    },
  }
}

/** Reads one after the other: the containers, and all objects that determine the health of the cluster. */
function questions(further: readonly string[]): () => Promise<void> {
  const ofSnapshot = ['nodes', 'deployments', 'statefulsets', 'daemonsets', 'pods', 'leases', 'jobs', 'namespaces']
  const kinds = [...ofSnapshot, ...further].join(',')
  const containers = program('docker', ['ps', '--all', '--filter', `label=k3d.cluster=${user.cluster}`], env)
  const kubeconfig = join(user.folder, 'kubeconfig.yaml')
  const objects = program('kubectl', ['--kubeconfig', kubeconfig, 'get', kinds, '-A', '-o', 'json'], env)
  return async () => {
    await containers()
    await objects()
  }
}

/** The command line for the create that the dry run prints. */
function handWritten(): string {
  const {stdout} = spawnSync(process.execPath, [bin, 'cluster', 'start', '--dry-run', '--json'], {
    env,
    encoding: 'utf8',
  })
  const phases = JSON.parse(stdout) as Array<{id: string; commandLines: string[]}>
  const line = phases.flatMap(({commandLines}) => commandLines).find((one) => one.includes('cluster create'))
  if (line === undefined) throw new Error(`the dry run shows no create: ${stdout}`)
  return `mkdir -p '${user.folder}/tmp'\n${line}`
}

console.log(
  `${cpus().length} cores, load ${loadavg()
    .map((load) => load.toFixed(1))
    .join(' ')}, Node ${process.version}`,
)
try {
  const [mode, commit, ...rows] = names
  if (mode === 'before') await benchAgainst({commit: commit ?? 'HEAD^', rows, rounds: wanted || undefined}, user)
  else if (mode === 'fleet') await benchFleet(user, fleetOptions())
  else await benchThis()
} finally {
  await remove()
  removeBenchImages(user.cluster)
  user.remove()
}

function fleetOptions() {
  const sizes = (given('runs') ?? '1,20,50').split(',').map(Number)
  const workers = given('workers')
  const limitMs = Number(given('limit') ?? 600) * 1_000
  return {
    sizes,
    agents: Number(given('agents') ?? 2),
    workers: workers === undefined ? undefined : Number(workers),
    limitMs,
  }
}

async function benchThis(): Promise<void> {
  const all: readonly Bench[] = [
    relayBench(user),
    ...benches,
    ...imagesBenches(user),
    ...localBenches(user),
    ...pageBenches(),
    ...stackBenches(user, handWritten),
    ...devBenches(user),
  ]
  for (const {name, title, rounds, contestants, end} of all) {
    if (names.length > 0 && !isWanted(name)) continue
    console.log(`\n${table(title, await compare(await contestants(), wanted || rounds))}`)
    await end?.()
  }
}
