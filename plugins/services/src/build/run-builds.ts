import {closeSync, openSync, writeSync} from 'node:fs'
import {dirname} from 'node:path'

import {makeFolder, privateMode} from '@rde/config/files/make-folder'
import {exitCodes, RdeError} from '@rde/errors'
import {ImageReference, type Registry} from '@rde/images'
import type {Service, ServiceBuild, ServicePush} from '@rde/plugin-kit'
import {findProgram, isProcessError, type ProcessError, type ProcessRunner} from '@rde/process-runner'

export type BuildableService = Service & {readonly build: NonNullable<Service['build']>}

export interface BuildContext {
  readonly runner: Pick<ProcessRunner, 'stream'>
  /** The file with the full output of a service's last build. */
  logFile(service: string): string
  report(line: string): void
  /** The registry for builds that can push; if undefined, all builds leave their images in Docker. */
  readonly registry?: PushTarget | undefined
}

export type PushTarget = Pick<Registry, 'pushName'>

/**
 * Runs the build commands of the services in the user's environment, as their developers do. Reports each output line.
 */
export async function runBuilds(
  services: readonly BuildableService[],
  source: string,
  context: BuildContext,
): Promise<void> {
  for (const call of buildCalls(services, context.registry)) {
    context.report(`building ${call.services.join(', ')}`)
    await runBuild(call, source, context)
  }
}

interface BuildCall {
  readonly services: readonly string[]
  readonly command: readonly string[]
  readonly environment: NodeJS.ProcessEnv
}

/** Whether the build of a service pushes its image. */
export function pushes({build}: BuildableService, registry: PushTarget | undefined): boolean {
  return registry !== undefined && build.push !== undefined
}

/** One call for all targets of the same command; a build without a target is a separate call. */
export function buildCalls(services: readonly BuildableService[], registry?: PushTarget): BuildCall[] {
  const calls = new Map<string, BuildCall>()
  for (const service of services) {
    const {name, build} = service
    const {target} = build
    const {command, environment} = registry && build.push ? pushCall(service, build.push, registry) : localCall(build)
    const key = target === undefined ? name : JSON.stringify([command, environment])
    const before = calls.get(key) ?? {services: [], command, environment}
    const targets = target === undefined ? [] : [target]
    calls.set(key, {environment, services: [...before.services, name], command: [...before.command, ...targets]})
  }
  return [...calls.values()]
}

function localCall({command, environment = {}}: ServiceBuild): Omit<BuildCall, 'services'> {
  return {command, environment: {...environment, ...valuesOf(Object.keys(environment))}}
}

function pushCall(
  {local, build}: BuildableService,
  {command, destination}: ServicePush,
  registry: PushTarget,
): Omit<BuildCall, 'services'> {
  const name = registry.pushName(ImageReference.parse(local))
  const folder = name.slice(0, name.lastIndexOf('/'))
  return {command, environment: {...localCall(build).environment, [destination]: folder}}
}

/** The values of these variables in the user's environment. */
function valuesOf(names: readonly string[]): NodeJS.ProcessEnv {
  return Object.fromEntries(names.flatMap((name) => (name in process.env ? [[name, process.env[name]]] : [])))
}

/** Runs a program in a folder, with stderr redirected to stdout. */
const inFolder = ['-c', 'cd "$1" && shift && exec "$@" 2>&1', 'sh']

/** The exit code of a shell that does not find a program. */
const notFound = 127

/** The number of last lines shown if a build fails. */
const lastLines = 15
const longestLine = 2_000

async function runBuild(call: BuildCall, source: string, {runner, logFile, report}: BuildContext): Promise<void> {
  const {services, command, environment} = call
  const log = new BuildLog(logFile(services[0]!))
  const onLine = (line: string) => {
    log.write(line)
    report(line)
  }
  try {
    const args = [...inFolder, source, ...command]
    await runner.stream({file: 'sh', args, env: {...process.env, ...environment}, group: true}, onLine)
  } catch (error) {
    if (!isProcessError(error) || error.failure === 'cancelled') throw error
    for (const line of error.stderr.split('\n').filter((one) => one !== '')) log.write(line)
    if (error.exitCode === notFound && isMissing(call.command[0]!)) throw programMissing(call)
    throw buildFailed(call, endOf(error), {log, source})
  } finally {
    log.close()
  }
}

/** A build with endless output must not fill the disk. */
const longestLog = 50_000_000

/** Writes the output to a file up to `longestLog` bytes, and keeps the last lines in memory. */
class BuildLog {
  readonly last: string[] = []
  readonly #file: number
  #bytes = 0

  constructor(readonly path: string) {
    makeFolder(dirname(path), privateMode)
    this.#file = openSync(path, 'w', 0o600)
  }

  write(line: string): void {
    if (this.#bytes <= longestLog) {
      this.#bytes += writeSync(this.#file, `${line}\n`)
      if (this.#bytes > longestLog) writeSync(this.#file, '… the rest of the output was not kept\n')
    }
    this.last.push(line.length > longestLine ? `${line.slice(0, longestLine)} …` : line)
    if (this.last.length > lastLines) this.last.shift()
  }

  close(): void {
    closeSync(this.#file)
  }
}

function endOf({failure, exitCode}: ProcessError): string {
  if (exitCode !== undefined) return `failed with exit code ${exitCode}`
  return failure === 'killed' ? 'was killed' : 'failed'
}

/** Whether a program is missing. False for a path, which only the build can resolve. */
function isMissing(program: string): boolean {
  return !program.includes('/') && findProgram(program) === undefined
}

function programMissing({services, command: [program = '']}: BuildCall): RdeError {
  const look = {what: 'See what the build runs (serviceImages.*.build)', command: 'rde stack show'}
  const install = {what: 'Install Go', command: 'https://go.dev/doc/install'}
  return new RdeError(`${program} is not installed; the build of ${services.join(', ')} needs it.`, {
    code: 'RDE_TOOLS',
    exitCode: exitCodes.toolUnavailable,
    remedies: [program === 'go' ? install : look],
    outcome: 'Nothing was built. The cluster is unchanged.',
  })
}

interface FailedBuild {
  readonly log: BuildLog
  readonly source: string
}

/** The build succeeded, but Docker does not have its image. */
export function imageMissing({name, build}: BuildableService, log: string): RdeError {
  return new RdeError(`The build of ${name} did not create ${build.image}: Docker does not have it.`, {
    code: 'RDE_SERVICE_BUILD',
    remedies: [
      {what: 'See which image it must create (serviceImages.*.build.image)', command: 'rde stack show'},
      {what: 'Read its output', command: `less ${log}`},
    ],
    outcome: 'The cluster is unchanged.',
  })
}

function buildFailed(
  {services, command}: BuildCall,
  ended: string,
  {log: {last, path}, source}: FailedBuild,
): RdeError {
  const output = last.length === 0 ? '' : ` Its last lines:\n${last.map((line) => `  ${line}`).join('\n')}`
  return new RdeError(`The build of ${services.join(', ')} ${ended}.${output}`, {
    code: 'RDE_SERVICE_BUILD',
    remedies: [
      {what: 'Read the whole output', command: `less ${path}`},
      {what: 'Run the build by itself', command: `cd ${source} && ${command.join(' ')}`},
    ],
    outcome: 'The cluster is unchanged.',
  })
}
