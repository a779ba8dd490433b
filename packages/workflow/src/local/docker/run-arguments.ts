import type {ContainerStep} from '../../document.js'

export interface ContainerPlan {
  readonly name: string
  readonly label: string
  readonly network: string
  /** A file of `NAME=value` lines. */
  readonly envFile: string
  /** Variables whose values docker takes from its own environment. */
  readonly envNames: readonly string[]
  /** Where the script of `input` lies on this machine. */
  readonly script?: string
  /** `host.docker.internal` where steps reach us by that. */
  readonly hostAlias?: string
}

const scriptInside = '/var/run/rde/input-script'

/** The words of `docker run` for one step. Values of variables are not among them: they may be secret. */
export function runArguments(step: ContainerStep, plan: ContainerPlan): string[] {
  return [
    // --init, so that the step's program can be killed and stopped like any other: the first process of a container cannot.
    ...['run', '--rm', '--init', '--name', plan.name, '--label', plan.label, '--network', plan.network],
    ...['--env-file', plan.envFile, ...plan.envNames.flatMap((name) => ['--env', name])],
    ...(plan.hostAlias === undefined ? [] : ['--add-host', `${plan.hostAlias}:host-gateway`]),
    ...(plan.script === undefined ? [] : ['--volume', `${plan.script}:${scriptInside}:ro,z`]),
    ...program(step, plan),
  ]
}

/** With neither `input` nor `command` the image runs what it runs. */
function program({image, input, command, args = []}: ContainerStep, {script}: ContainerPlan): string[] {
  if (input !== undefined && script !== undefined) return ['--entrypoint', scriptInside, image]
  if (command !== undefined) return ['--entrypoint', command, image, ...args]
  return [image, ...args]
}
