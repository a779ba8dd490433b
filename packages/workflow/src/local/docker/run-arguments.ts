import type {ContainerStep} from '../../document.js'

export interface ContainerPlan {
  readonly name: string
  readonly label: string
  readonly network: string
  /** A file of `NAME=value` lines. */
  readonly envFile: string
  /** Variables whose values docker reads from its own environment. */
  readonly envNames: readonly string[]
  /** The path of the script of `input` on this machine. */
  readonly script?: string
  /** `host.docker.internal`, if steps need it to reach this machine. */
  readonly hostAlias?: string
}

const scriptInside = '/var/run/rde/input-script'

/** The arguments of `docker run` for one step. They contain no values of variables, which may be secret. */
export function runArguments(step: ContainerStep, plan: ContainerPlan): string[] {
  return [
    // --init, because the first process of a container ignores signals that it does not handle.
    ...['run', '--rm', '--init', '--name', plan.name, '--label', plan.label, '--network', plan.network],
    ...['--env-file', plan.envFile, ...plan.envNames.flatMap((name) => ['--env', name])],
    ...(plan.hostAlias === undefined ? [] : ['--add-host', `${plan.hostAlias}:host-gateway`]),
    ...(plan.script === undefined ? [] : ['--volume', `${plan.script}:${scriptInside}:ro,z`]),
    ...program(step, plan),
  ]
}

/** With neither `input` nor `command`, the image runs its default program. */
function program({image, input, command, args = []}: ContainerStep, {script}: ContainerPlan): string[] {
  if (input !== undefined && script !== undefined) return ['--entrypoint', scriptInside, image]
  if (command !== undefined) return ['--entrypoint', command, image, ...args]
  return [image, ...args]
}
