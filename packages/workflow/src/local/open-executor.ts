import {cleanEnvironment} from '@rde/process-runner'
import type {Session} from '@rde/plugin-kit'
import {locateTool} from '@rde/toolchain/locate-tool'
import type {Executor} from '@rde/workflow/local/executor'

export interface ExecutorWishes {
  readonly on: 'docker' | 'host'
  readonly verbose: boolean
  readonly signal: AbortSignal
}

/** Where the steps of a run without a cluster run. */
export async function openExecutor(session: Session, {on, verbose, signal}: ExecutorWishes): Promise<Executor> {
  const trace = (line: string) => void process.stderr.write(`$ ${session.secrets.mask(line)}\n`)
  const traced = verbose ? {trace} : {}
  if (on === 'host') {
    const {openHostExecutor} = await import('@rde/workflow/local/host/open-host-executor')
    return openHostExecutor({environment: ownEnvironment(), ...traced})
  }
  const {openDockerExecutor} = await import('@rde/workflow/local/docker/open-docker-executor')
  return openDockerExecutor({
    docker: session.tools().docker,
    pulling: session.tools({signal}).docker,
    file: locateTool('docker', {env: process.env, folder: session.data.tools}) ?? 'docker',
    environment: cleanEnvironment(process.env),
    ...traced,
  })
}

/** Steps on this machine find what the user would find. */
function ownEnvironment(): Record<string, string> {
  const defined = Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined)
  return Object.fromEntries(defined)
}
