import {existsSync} from 'node:fs'
import {join} from 'node:path'

import type {ProcessRequest, ProcessRunner} from '@rde/process-runner'

import {failedProcess} from '../wrappers/failed-process.js'
import {listeningProcess} from './proc-listeners.js'

/** The container or process that listens on a port. */
export type PortHolder =
  | {readonly kind: 'container'; readonly name: string}
  | {readonly kind: 'process'; readonly name: string; readonly pid: number}

export interface PortHolderContext {
  readonly runner: ProcessRunner
  /** Path of the docker client, if a local engine answers. */
  readonly docker?: string | undefined
  /** `/proc`; another folder in tests. */
  readonly proc?: string
}

/**
 * The container or process that listens on a port of this machine; undefined if unknown. A container is preferred to
 * the process that publishes its port, since `docker-proxy` does not help the user.
 */
export async function portHolder(port: number, context: PortHolderContext): Promise<PortHolder | undefined> {
  const {runner, docker, proc = '/proc'} = context
  const container = docker && (await publishingContainer(port, {runner, docker}))
  if (container) return {kind: 'container', name: container}
  const holder = existsSync(join(proc, 'net', 'tcp'))
    ? await listeningProcess(port, proc)
    : await processOfLsof(port, runner)
  return holder && {kind: 'process', ...holder}
}

/** A phrase for the middle of a sentence. */
export function describeHolder(holder: PortHolder | undefined): string {
  if (holder === undefined) return 'another program'
  return holder.kind === 'container' ? `the container \`${holder.name}\`` : `\`${holder.name}\` (pid ${holder.pid})`
}

async function publishingContainer(port: number, {runner, docker}: {runner: ProcessRunner; docker: string}) {
  const args = ['ps', '--filter', `publish=${port}`, '--format', '{{.Names}}']
  return (await ask(runner, {file: docker, args})).split('\n')[0]
}

/** Parses `lsof -F`: one field per line, marked by its first letter. */
async function processOfLsof(port: number, runner: ProcessRunner) {
  const printed = await ask(runner, {file: 'lsof', args: ['-nP', `-iTCP:${port}`, '-sTCP:LISTEN', '-Fpc']})
  const [, pid, name] = /^p(\d+)\nc(.*)$/m.exec(printed) ?? []
  return pid === undefined || name === undefined ? undefined : {pid: Number(pid), name}
}

/** Empty on failure: the name of the holder is optional information. */
async function ask(runner: ProcessRunner, request: ProcessRequest): Promise<string> {
  try {
    return (await runner.capture({...request, timeoutMs: 5_000})).stdout.trim()
  } catch (error) {
    failedProcess(error)
    return ''
  }
}
