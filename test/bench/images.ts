import {spawnSync} from 'node:child_process'

import {bin} from '../acceptance/rde-process.js'
import {docker, dockerWithInput, madeFor, removeImagesOf} from '../e2e/docker.js'
import {baseImage} from '../e2e/test-image.js'
import type {User} from '../e2e/user.js'
import {program, type Contestant} from './measure.js'
import {byCopy, byPartialArchive} from './other-ways.js'

const nodeNames = ['server-0', 'agent-0', 'agent-1']
const mebibyte = 1_048_576
export const bigImage = 'rde-bench/big:1'
const small = 'rde-bench/small:1'

interface ImagesBench {
  readonly name: string
  readonly title: string
  readonly rounds: number
  contestants(): Promise<Contestant[]>
}

/** Compares ways to get an image into a cluster of three nodes. */
export function imagesBenches(user: User): ImagesBench[] {
  const env = {PATH: process.env['PATH'], HOME: user.home, TMPDIR: user.temporary, RDE_CLUSTER: user.cluster}
  const rde = (...args: string[]) => program(process.execPath, [bin, ...args], env)
  const importing = (reference: string, ...more: string[]) => counted(['images', 'import', reference, ...more], env)
  const ways = (reference: string, prepare?: () => Promise<void>): Contestant[] =>
    [
      {name: 'rde images import --no-rollout', run: importing(reference, '--no-rollout')},
      {name: 'k3d image import', run: program('k3d', ['image', 'import', reference, '-c', user.cluster], env)},
      {name: 'docker push, pulls by hand', run: program('/bin/sh', ['-c', byHand(user.cluster, reference)], env)},
    ].map((way) => (prepare ? {...way, prepare} : way))
  const ready = async () => {
    await rde('cluster', 'start', '--profile', 'bare')()
    buildBig()
    buildSmall()
    await rde('images', 'import', bigImage, small, '--no-rollout', '--timeout', '10m')()
  }
  return [
    {
      name: 'images-changed',
      title: 'the last 20 MiB of 270 MiB changed; eight times faster than k3d image import is wanted',
      // The time of k3d varies by a second between runs.
      rounds: 5,
      async contestants() {
        await ready()
        const changed = [...ways(bigImage), ...otherWays(user.cluster, bigImage)]
        return changed.map((way) => ({...way, prepare: async () => buildBig()}))
      },
    },
    {
      name: 'images-unchanged',
      title: '270 MiB of which the cluster has all; at most 600 ms are wanted',
      rounds: 5,
      async contestants() {
        await ready()
        // k3d moves the tag to its own manifest: after it, there is work to do.
        const prepare = rde('images', 'import', bigImage, '--no-rollout')
        const [ours, ...others] = ways(bigImage)
        return [
          {...ours!, prepare},
          ...others,
          {name: 'rde images import', run: importing(bigImage), prepare},
          {name: 'rde version', run: rde('version')},
        ]
      },
    },
    {
      name: 'images-small',
      title: 'a changed image of 4 MB',
      rounds: 3,
      async contestants() {
        await ready()
        return ways(small, async () => buildSmall())
      },
    },
    {
      name: 'images-running',
      title: 'from the end of docker build to the new pod Ready, 20 MiB changed; at most 6 s are wanted',
      rounds: 3,
      async contestants() {
        await ready()
        await rde('kubectl', 'create', 'deployment', 'bench', `--image=${bigImage}`, '--', 'sleep', '1d')()
        await rde('kubectl', 'rollout', 'status', 'deployment/bench', '--timeout=120s')()
        return [{name: 'rde images import', run: importing(bigImage), prepare: async () => buildBig()}]
      },
    },
  ]
}

/** Prints the transferred bytes, in addition to the measured time. */
function counted(args: readonly string[], env: NodeJS.ProcessEnv): () => Promise<void> {
  return async () => {
    const {status, stdout, stderr} = spawnSync(process.execPath, [bin, ...args, '--json'], {env, encoding: 'utf8'})
    if (status !== 0) throw new Error(`rde ${args.join(' ')}: ${stdout}${stderr}`)
    for (const {reference, sentBytes, totalBytes} of (JSON.parse(stdout) as {images: Sent[]}).images)
      console.log(`  ${reference}: ${sentBytes} of ${totalBytes} bytes sent`)
  }
}

interface Sent {
  readonly reference: string
  readonly sentBytes: number
  readonly totalBytes: number
}

/** The commands of an experienced user. The nodes pull at the same time. */
function byHand(cluster: string, reference: string): string {
  return [
    `set -e; ${addressOf(cluster)}; docker tag ${reference} localhost:$P/${reference}`,
    `docker push --quiet localhost:$P/${reference}`,
    pullByHand(cluster, reference),
  ].join('\n')
}

function pullByHand(cluster: string, reference: string): string {
  const pull = 'ctr --address /run/k3s/containerd/containerd.sock --namespace k8s.io images pull --plain-http'
  const pulls = nodeNames.map(
    (node) => `docker exec k3d-${cluster}-${node} ${pull} "$R:$P/${reference}" & p${node.replace('-', '')}=$!`,
  )
  const waits = nodeNames.map((node) => `wait $p${node.replace('-', '')}`)
  return [`set -e; ${addressOf(cluster)}`, ...pulls, ...waits].join('\n')
}

function addressOf(cluster: string): string {
  return `R=${cluster}-registry.localhost; P=$(docker port "$R" | sed -n "s/.*://p" | head -1)`
}

/** Alternatives that were measured and not chosen. Only they need the second registry. */
function otherWays(cluster: string, reference: string): Contestant[] {
  const nodes = nodeNames.map((node) => `k3d-${cluster}-${node}`)
  const to = portOf(`${cluster}-registry.localhost`)
  const from = startAnother(cluster)
  docker('tag', reference, `localhost:${from}/${reference}`)
  docker('push', '--quiet', `localhost:${from}/${reference}`)
  const pull = program('/bin/sh', ['-c', pullByHand(cluster, reference)])
  return [
    {name: 'push, partial archive to nodes', run: () => byPartialArchive(reference, to, nodes)},
    {name: 'push elsewhere, copy, pulls', run: () => byCopy(reference, {from, to, pull})},
  ]
}

const another = (cluster: string) => `${cluster}-another`

function startAnother(cluster: string): number {
  const name = another(cluster)
  docker('run', '--detach', '--name', name, madeFor(cluster), '--publish', '127.0.0.1::5000', 'registry:2')
  return portOf(another(cluster))
}

function portOf(container: string): number {
  return Number(docker('port', container).split('\n')[0]!.split(':').at(-1))
}

/** Random bytes, so that compression does not distort the result. The last layer is new each time. */
export function buildBig(): void {
  const layers = [200, 50].map((size, index) => random(size * mebibyte, `/layer${index}`))
  build(bigImage, [...layers, random(20 * mebibyte, '/last', fresh())])
}

function buildSmall(): void {
  build(small, [random(1.6 * mebibyte, '/last', fresh())])
}

function random(bytes: number, file: string, mark = ''): string {
  return `RUN head -c ${Math.round(bytes)} /dev/urandom > ${file} ${mark}`
}

function build(reference: string, lines: readonly string[]): void {
  dockerWithInput(`FROM ${baseImage()}\n${lines.join('\n')}\n`, 'build', '--quiet', '--tag', reference, '-')
}

const fresh = () => `# ${Date.now()}`

/** Removes the images that the benchmark left in Docker, under any registry name. */
export function removeBenchImages(cluster: string): void {
  spawnSync('docker', ['rm', '--force', '--volumes', another(cluster)])
  removeImagesOf(...[bigImage, small].map((name) => name.split(':')[0]!))
}
