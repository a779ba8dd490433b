import {RdeError} from '@rde/errors'
import type {Service} from '@rde/plugin-kit'
import {isProcessError, type ProcessRunner} from '@rde/process-runner'

export type BuildableService = Service & {readonly build: NonNullable<Service['build']>}

interface BuildContext {
  readonly runner: Pick<ProcessRunner, 'stream'>
  report(line: string): void
}

/** Runs a program in a folder, its errors among its output. */
const inFolder = ['-c', 'cd "$1" && shift && exec "$@" 2>&1', 'sh']

/** Kept for the error of a build that fails. */
const lastLines = 15

/** Runs a service's own build, as its developers do: with their environment. Each line of its output is reported. */
export async function runBuild(
  {name, build}: BuildableService,
  source: string,
  {runner, report}: BuildContext,
): Promise<void> {
  const {command, environment} = build
  const lines: string[] = []
  const onLine = (line: string) => {
    lines.push(line)
    if (lines.length > lastLines) lines.shift()
    report(line)
  }
  try {
    const args = [...inFolder, source, ...command]
    await runner.stream({file: 'sh', args, env: {...process.env, ...environment}}, onLine)
  } catch (error) {
    if (!isProcessError(error) || error.failure === 'cancelled') throw error
    lines.push(...error.stderr.split('\n').filter((line) => line !== ''))
    throw buildFailed(name, error.exitCode, {lines: lines.slice(-lastLines), source, command})
  }
}

interface FailedBuild {
  readonly lines: readonly string[]
  readonly source: string
  readonly command: readonly string[]
}

function buildFailed(name: string, exitCode: number | undefined, {lines, source, command}: FailedBuild): RdeError {
  const ended = exitCode === undefined ? '' : ` with exit code ${exitCode}`
  const said = lines.length === 0 ? '' : ` Its last lines:\n${lines.map((line) => `  ${line}`).join('\n')}`
  return new RdeError(`The build of ${name} failed${ended}.${said}`, {
    code: 'RDE_SERVICE_BUILD',
    remedies: [{what: 'Run the build by itself', command: `cd ${source} && ${command.join(' ')}`}],
    outcome: 'The cluster still runs what it ran.',
  })
}
