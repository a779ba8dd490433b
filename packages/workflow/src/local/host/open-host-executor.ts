import {writeFile} from 'node:fs/promises'
import {delimiter, join} from 'node:path'

import {makeFolder} from '@rde/config/files/make-folder'

import {
  findProgram,
  isProcessError,
  type ProcessEnd,
  type Secrets,
  startProcess,
  type StartedProcess,
} from '@rde/process-runner'

import {neverStarted, scriptOf, type Executor, type RunningStep, type StepEnd, type StepJob} from '../executor.js'
import {provideCurl} from './provide-curl.js'
import {makeRunFolder, ProcessSweeper, removeFolder, runVariable, sweepRunFolders} from './run-folder.js'

const noCurl = 'this machine has no curl: steps use a small stand-in of the same name'

export interface HostOptions {
  /** The environment that steps inherit: the user's. */
  readonly environment: Readonly<Record<string, string>>
  /** How long a step may take to end when it is stopped. */
  readonly graceMs?: number
  /** Shows the command line of a step (`--verbose`). */
  readonly trace?: (line: string) => void
  /** Masked in the output of steps. */
  readonly secrets?: Secrets
}

/** Runs steps as processes on this machine, each in a new, empty folder. */
export async function openHostExecutor(options: HostOptions): Promise<Executor> {
  await sweepRunFolders()
  const folder = await makeRunFolder()
  const sweeper = new ProcessSweeper()
  const path = options.environment['PATH'] ?? ''
  const hasCurl = findProgram('curl', path) !== undefined
  const extra = hasCurl ? [] : [await provideCurl(folder)]
  const environment = {...options.environment, PATH: [path, ...extra].join(delimiter)}
  return {
    api: {address: '127.0.0.1', host: '127.0.0.1'},
    notices: ['images are ignored; steps run directly on this machine', ...(hasCurl ? [] : [noCurl])],
    start: (job) => startStep(job, {folder, environment, options, sweeper}),
    async close() {
      await sweeper.end(folder)
      return removeFolder(folder)
    },
  }
}

interface HostContext {
  readonly folder: string
  readonly environment: Readonly<Record<string, string>>
  readonly options: HostOptions
  readonly sweeper: ProcessSweeper
}

async function startStep(job: StepJob, {folder, environment, options, sweeper}: HostContext): Promise<RunningStep> {
  const own = join(folder, String(job.index))
  const work = join(own, 'work')
  try {
    makeFolder(work)
    const {file, args} = await programOf(job, own)
    options.trace?.([file, ...args].join(' '))
    const env = {...environment, ...withoutProxy(environment, job.env), [runVariable]: own}
    const {secrets} = options
    const started = await startProcess({file, args, env, cwd: work, secrets, onLine: job.onLine})
    return running(started, {own, sweeper, graceMs: options.graceMs, onNotice: job.onNotice})
  } catch (error) {
    // A missing command or a full disk is a failure of the step, not of rde.
    const known = isProcessError(error) || typeof (error as NodeJS.ErrnoException).code === 'string'
    if (!known) throw error
    return neverStarted((error as Error).message)
  }
}

async function programOf({step}: StepJob, own: string): Promise<{file: string; args: readonly string[]}> {
  if (step.input === undefined) return {file: step.command!, args: step.args ?? []}
  const script = join(own, 'input-script')
  const text = scriptOf(step.input)
  await writeFile(script, text, {mode: 0o700})
  // Call the shell directly if possible: the temporary folder may be mounted noexec.
  return text.startsWith('#!/bin/sh\n') ? {file: '/bin/sh', args: [script]} : {file: script, args: []}
}

/** Excludes the metadata API on this machine from the proxy. */
function withoutProxy(
  inherited: Readonly<Record<string, string>>,
  added: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const hosts = [inherited['NO_PROXY'] ?? inherited['no_proxy'], '127.0.0.1'].filter(Boolean).join(',')
  return {NO_PROXY: hosts, no_proxy: hosts, ...added}
}

interface RunningOptions {
  readonly own: string
  readonly sweeper: ProcessSweeper
  readonly graceMs: number | undefined
  readonly onNotice: (message: string) => void
}

/** A failed cleanup does not change how the step ended. */
function running(started: StartedProcess, {own, sweeper, graceMs, onNotice}: RunningOptions): RunningStep {
  const ended = started.ended.then(async (end) => {
    const left = await sweeper.end(own)
    if (left > 0)
      onNotice(`stopped ${left === 1 ? 'a process' : `${left} processes`} that it left running in the background`)
    const problem = await removeFolder(own)
    if (problem !== undefined) onNotice(`its temporary folder cannot be removed: ${problem}`)
    return stepEnd(end)
  })
  return {ended, stop: () => started.stop(graceMs)}
}

function stepEnd({exitCode, signal}: ProcessEnd): StepEnd {
  if (exitCode !== undefined) return {exitCode}
  return {reason: `was killed by ${signal}`}
}
