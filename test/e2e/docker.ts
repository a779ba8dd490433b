import {spawnSync} from 'node:child_process'

/** Runs the real docker client and returns its output; throws with its error message if it fails. */
export function docker(...args: readonly string[]): string {
  return ask(args)
}

export function dockerWithInput(input: string, ...args: readonly string[]): string {
  return ask(args, input)
}

function ask(args: readonly string[], input = ''): string {
  // The old builder is available everywhere; buildx is not.
  const env = {...process.env, DOCKER_BUILDKIT: '0'}
  const {status, stdout, stderr, error} = spawnSync('docker', args, {input, env, encoding: 'utf8', timeout: 120_000})
  if (status !== 0) throw new Error(`docker ${args.join(' ')}: ${error?.message ?? stderr}`)
  return stdout.trimEnd()
}

/** Removes every image of these repositories (`localhost:5000/x`, or a suffix `/x`), including untagged ones. */
export function removeImagesOf(...repositories: readonly string[]): void {
  const listed = lines(docker('images', '--no-trunc', '--format', '{{.Repository}} {{.ID}}'))
  const named = listed.map((line) => line.split(' ') as [string, string])
  const ours = named.filter(([name]) => repositories.some((one) => name === one || name.endsWith(`/${one}`)))
  const ids = [...new Set(ours.map(([, id]) => id))]
  if (ids.length > 0) docker('image', 'rm', '--force', ...ids)
}

/** A label for `docker run` and `docker network create`: the cluster for which a test created the object. */
export const madeFor = (cluster: string): string => `--label=rde-test.cluster=${cluster}`

/** The temporary home of a test user contains the process id of the test, so that others can check whether it runs. */
export const homePrefix = (): string => `rde-e2e-home-${process.pid}-`

/** Removes the leftovers of killed test runs, but not those of running ones. Does nothing if Docker does not answer. */
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

/** Whether the test that created a cluster still runs, as another Node process. */
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

/** Every container of a cluster with its id and start time: equal before and after if it was not touched. */
export function runningSince(cluster: string): string[] {
  const ids = lines(docker('ps', '--all', '--quiet', '--no-trunc', '--filter', `label=k3d.cluster=${cluster}`))
  if (ids.length === 0) return []
  return lines(docker('inspect', '--format', '{{.Name}} {{.Id}} {{.State.StartedAt}}', ...ids)).sort()
}

/** The state of one container: `running`, `exited`, `paused`; `gone` if it does not exist. */
export function stateOf(container: string): string {
  const found = lines(docker('ps', '--all', '--filter', `name=^/?${container}$`, '--format', '{{.State}}'))
  return found[0] ?? 'gone'
}

/** The last exit code of a container. */
export function exitCodeOf(container: string): number {
  return Number(docker('inspect', '--type', 'container', '--format', '{{.State.ExitCode}}', container))
}
