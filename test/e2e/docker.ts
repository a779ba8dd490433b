import {spawnSync} from 'node:child_process'

/** Runs the real docker client and gives what it printed; throws, with its words, unless it ends well. */
export function docker(...args: readonly string[]): string {
  return ask(args)
}

export function dockerWithInput(input: string, ...args: readonly string[]): string {
  return ask(args, input)
}

function ask(args: readonly string[], input = ''): string {
  // The old builder is everywhere; buildx is not.
  const env = {...process.env, DOCKER_BUILDKIT: '0'}
  const {status, stdout, stderr, error} = spawnSync('docker', args, {input, env, encoding: 'utf8', timeout: 120_000})
  if (status !== 0) throw new Error(`docker ${args.join(' ')}: ${error?.message ?? stderr}`)
  return stdout.trimEnd()
}

/** Removes every image of these repositories (`localhost:5000/x`, or by its end `/x`), those that lost their tag as well. */
export function removeImagesOf(...repositories: readonly string[]): void {
  const listed = lines(docker('images', '--no-trunc', '--format', '{{.Repository}} {{.ID}}'))
  const named = listed.map((line) => line.split(' ') as [string, string])
  const ours = named.filter(([name]) => repositories.some((one) => name === one || name.endsWith(`/${one}`)))
  const ids = [...new Set(ours.map(([, id]) => id))]
  if (ids.length > 0) docker('image', 'rm', '--force', ...ids)
}

/** For `docker run` and `docker network create`: says for which cluster a test has made it. */
export const madeFor = (cluster: string): string => `--label=rde-test.cluster=${cluster}`

/** The temporary home of a test's user names the process of the test, so that whoever comes later can tell whether it lives. */
export const homePrefix = (): string => `rde-e2e-home-${process.pid}-`

/** Removes what a killed test run left of a cluster; that of one that still runs stays. Does nothing where Docker does not answer. */
export function removeLeftovers(cluster: string): void {
  if (!cluster.startsWith('rde-test-')) throw new Error(`${cluster} is not a cluster of a test`)
  if (spawnSync('docker', ['version']).status !== 0 || isInUse(cluster)) return
  for (const label of [`k3d.cluster=${cluster}`, `rde-test.cluster=${cluster}`]) {
    const containers = lines(docker('ps', '--all', '--quiet', '--filter', `label=${label}`))
    if (containers.length > 0) docker('rm', '--force', '--volumes', ...containers)
  }
  const others = [
    ['network', `name=^k3d-${cluster}$`],
    ['network', `label=rde-test.cluster=${cluster}`],
    ['volume', `name=^(k3d-${cluster}-images|${cluster}-registry)$`],
  ] as const
  for (const [kind, filter] of others) {
    const found = lines(docker(kind, 'ls', '--quiet', '--filter', filter))
    if (found.length > 0) docker(kind, 'rm', ...found)
  }
}

/** Whether the test that made a cluster still runs: as another program of Node. */
function isInUse(cluster: string): boolean {
  const format = '{{.Label "rde.relay.sh/owner"}}'
  const owners = docker('ps', '--all', '--filter', `label=k3d.cluster=${cluster}`, '--format', format)
  const [, owner] = /rde-e2e-home-(\d+)-/.exec(owners) ?? []
  if (owner === undefined || Number(owner) === process.pid) return false
  return spawnSync('ps', ['-o', 'args=', '-p', owner], {encoding: 'utf8'}).stdout.includes('node')
}

export function lines(text: string): string[] {
  return text.split('\n').filter((line) => line !== '')
}

/** Every container of a cluster with its id and when it was started: equal before and after if nobody touched it. */
export function runningSince(cluster: string): string[] {
  const ids = lines(docker('ps', '--all', '--quiet', '--no-trunc', '--filter', `label=k3d.cluster=${cluster}`))
  if (ids.length === 0) return []
  return lines(docker('inspect', '--format', '{{.Name}} {{.Id}} {{.State.StartedAt}}', ...ids)).sort()
}

/** The state of one container: `running`, `exited`, `paused`; `gone` if there is none. */
export function stateOf(container: string): string {
  const found = lines(docker('ps', '--all', '--filter', `name=^/?${container}$`, '--format', '{{.State}}'))
  return found[0] ?? 'gone'
}

/** The code that a container's program last ended with. */
export function exitCodeOf(container: string): number {
  return Number(docker('inspect', '--type', 'container', '--format', '{{.State.ExitCode}}', container))
}
