import {cleanEnvironment} from '@rde/process-runner'
import {locateTool} from '@rde/toolchain/tools/locate-tool'

import type {WorkflowContext} from '../run/context.js'
import {openDockerExecutor} from './docker/open-docker-executor.js'
import type {Executor} from './executor.js'
import {openHostExecutor} from './host/open-host-executor.js'

export interface ExecutorOptions {
  readonly on: 'docker' | 'host'
  readonly verbose: boolean
  readonly signal: AbortSignal
}

/** Opens the executor for a run without a cluster. */
export async function openExecutor(
  {data, secrets, tools}: WorkflowContext,
  {on, verbose, signal}: ExecutorOptions,
): Promise<Executor> {
  const trace = (line: string) => void process.stderr.write(`$ ${secrets.mask(line)}\n`)
  const common = {secrets, ...(verbose && {trace})}
  if (on === 'host') return openHostExecutor({environment: ownEnvironment(), ...common})
  return openDockerExecutor({
    docker: tools().docker,
    pulling: tools({signal}).docker,
    file: locateTool('docker', {env: process.env, folder: data.tools}) ?? 'docker',
    environment: cleanEnvironment(process.env),
    ...common,
  })
}

/** Steps on this machine get the user's environment. */
function ownEnvironment(): Record<string, string> {
  const defined = Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined)
  return Object.fromEntries(defined)
}
