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
