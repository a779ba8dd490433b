import {mkdir, mkdtemp, rm, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {delimiter, join} from 'node:path'

import {findProgram, isProcessError, startProcess, type ProcessEnd, type StartedProcess} from '@rde/process-runner'

import {neverStarted, scriptOf, type Executor, type RunningStep, type StepEnd, type StepJob} from '../executor.js'
import {provideCurl} from './provide-curl.js'

const noCurl = 'this machine has no curl: steps find a small stand-in of the same name'

export interface HostWishes {
  /** What steps inherit: the user's own environment. */
  readonly environment: Readonly<Record<string, string>>
  /** How long a step may take to end when it is told to. */
  readonly graceMs?: number
  /** Shows the command line of a step (`--verbose`). */
  readonly trace?: (line: string) => void
}

/** Runs steps as processes of this machine, each in a fresh, empty folder. */
export async function openHostExecutor(wishes: HostWishes): Promise<Executor> {
  const folder = await mkdtemp(join(tmpdir(), 'rde-run-'))
  const path = wishes.environment['PATH'] ?? ''
  const hasCurl = findProgram('curl', path) !== undefined
  const extra = hasCurl ? [] : [await provideCurl(folder)]
  const environment = {...wishes.environment, PATH: [path, ...extra].join(delimiter)}
  return {
    api: {address: '127.0.0.1', host: '127.0.0.1'},
    notices: ['the images are not used: steps run as processes of this machine', ...(hasCurl ? [] : [noCurl])],
    start: (job) => startStep(job, {folder, environment, wishes}),
    close: () => rm(folder, {recursive: true, force: true, maxRetries: 3}),
  }
}

interface Surroundings {
  readonly folder: string
  readonly environment: Readonly<Record<string, string>>
  readonly wishes: HostWishes
}

async function startStep(job: StepJob, {folder, environment, wishes}: Surroundings): Promise<RunningStep> {
  const own = join(folder, String(job.index))
  const work = join(own, 'work')
  try {
    await mkdir(work, {recursive: true})
    const {file, args} = await programOf(job, own)
    wishes.trace?.([file, ...args].join(' '))
    const env = {...environment, ...withoutProxy(environment, job.env)}
    const started = await startProcess({file, args, env, cwd: work, onLine: job.onLine})
    return running(started, {own, graceMs: wishes.graceMs})
  } catch (error) {
    // A command that is not there, or a disk that is full: the step's failure, not rde's.
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
  // By the shell itself where it is one: the folder of temporary files may not allow programs.
  return text.startsWith('#!/bin/sh\n') ? {file: '/bin/sh', args: [script]} : {file: script, args: []}
}

/** A proxy is no way to this machine's own address. */
function withoutProxy(
  inherited: Readonly<Record<string, string>>,
  added: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const hosts = [inherited['NO_PROXY'] ?? inherited['no_proxy'], '127.0.0.1'].filter(Boolean).join(',')
  return {NO_PROXY: hosts, no_proxy: hosts, ...added}
}

function running(started: StartedProcess, {own, graceMs}: {own: string; graceMs: number | undefined}): RunningStep {
  const ended = started.ended.then(async (end) => {
    await rm(own, {recursive: true, force: true, maxRetries: 3})
    return stepEnd(end)
  })
  return {ended, stop: () => started.stop(graceMs)}
}

function stepEnd({exitCode, signal}: ProcessEnd): StepEnd {
  if (exitCode !== undefined) return {exitCode}
  return {reason: `was killed by ${signal}`}
}
