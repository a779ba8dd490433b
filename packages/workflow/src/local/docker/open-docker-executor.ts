import {mkdtemp, rm, writeFile} from 'node:fs/promises'
import {createServer} from 'node:net'
import {tmpdir} from 'node:os'
import {join} from 'node:path'

import {isProcessError, startProcess, type StartedProcess} from '@rde/process-runner'
import {processStartTime} from '@rde/process-runner/process-identity'
import type {Docker} from '@rde/toolchain'

import {neverStarted, scriptOf, type Executor, type RunningStep, type StepEnd, type StepJob} from '../executor.js'
import {envFile} from './env-file.js'
import {imageProvider} from './image-provider.js'
import {runArguments} from './run-arguments.js'
import {newRunName, orphaned, runLabel} from './run-names.js'

export interface DockerWishes {
  readonly docker: Docker
  /** The same, but pulling ends when the run is stopped: the rest must go on to tidy up. */
  readonly pulling: Docker
  /** The path of the docker program. */
  readonly file: string
  /** What the docker program inherits. */
  readonly environment: Readonly<Record<string, string>>
  /** How long a step may take to end when it is told to. */
  readonly graceSeconds?: number
  readonly trace?: (line: string) => void
}

interface Surroundings extends DockerWishes {
  readonly run: string
  readonly folder: string
  readonly provideImage: ReturnType<typeof imageProvider>
  readonly hostAlias?: string
}

/** Runs each step as a container on a network of the run's own. */
export async function openDockerExecutor(wishes: DockerWishes): Promise<Executor> {
  const {docker} = wishes
  await removeOrphans(docker)
  const run = newRunName()
  const gateway = await docker.createNetwork(run, `${runLabel}=${run}`)
  const folder = await mkdtemp(join(tmpdir(), 'rde-run-'))
  // On Docker Desktop the gateway is an address of its virtual machine, and this alias leads back here.
  const api = (await isOurs(gateway))
    ? {address: gateway, host: gateway}
    : {address: '127.0.0.1', host: 'host.docker.internal'}
  const hostAlias = api.host === gateway ? {} : {hostAlias: api.host}
  const surroundings = {...wishes, run, folder, provideImage: imageProvider(wishes.pulling), ...hostAlias}
  return {
    api,
    notices: [],
    start: (job) => startStep(job, surroundings),
    async close() {
      await rm(folder, {recursive: true, force: true})
      await removeRun(docker, run)
    },
  }
}

async function startStep(job: StepJob, surroundings: Surroundings): Promise<RunningStep> {
  const {provideImage, environment, file, trace, run} = surroundings
  const missing = await provideImage(job.step.image, job.onNotice)
  if (missing !== undefined) return neverStarted(missing)
  try {
    const {args, env} = await prepare(job, surroundings)
    trace?.([file, ...args].join(' '))
    const complaint = {line: ''}
    const onLine = (line: string) => {
      if (line.startsWith('docker: ')) complaint.line = line.slice('docker: '.length)
      job.onLine(line)
    }
    const started = await startProcess({file, args, env: {...environment, ...env}, onLine})
    return running(started, {...surroundings, name: `${run}-${job.index}`, complaint})
  } catch (error) {
    if (!isProcessError(error) && typeof (error as NodeJS.ErrnoException).code !== 'string') throw error
    return neverStarted((error as Error).message)
  }
}

async function prepare({step, index, env}: StepJob, {run, folder, hostAlias}: Surroundings) {
  const {lines, others} = envFile(env)
  const variables = join(folder, `${index}.env`)
  await writeFile(variables, lines, {mode: 0o600})
  const script = step.input === undefined ? {} : {script: join(folder, `${index}.script`)}
  // Read by whoever the image's user is.
  if (script.script !== undefined) await writeFile(script.script, scriptOf(step.input!), {mode: 0o755})
  const names = {name: `${run}-${index}`, label: `${runLabel}=${run}`, network: run}
  const alias = hostAlias === undefined ? {} : {hostAlias}
  const plan = {...names, envFile: variables, envNames: Object.keys(others), ...script, ...alias}
  return {args: runArguments(step, plan), env: others}
}

type StartedContainer = Surroundings & {readonly name: string; readonly complaint: {readonly line: string}}

function running(started: StartedProcess, {docker, name, graceSeconds = 5, complaint}: StartedContainer): RunningStep {
  return {
    ended: started.ended.then(({exitCode, signal}): StepEnd => {
      if (exitCode === undefined) return {reason: `docker was killed by ${signal}`}
      // Docker's own failures: it could not make the container, or not start the program in it.
      if (exitCode >= 125 && exitCode <= 127 && complaint.line !== '') return {exitCode, reason: complaint.line}
      return exitCode === 137 ? {exitCode, reason: 'was killed'} : {exitCode}
    }),
    async stop() {
      // Fails where there is no container yet; then it is enough to end the client.
      await docker.stop([name], graceSeconds).catch((error: unknown) => {
        if (!isProcessError(error)) throw error
      })
      await started.stop()
    },
  }
}

async function removeRun(docker: Docker, run: string): Promise<void> {
  const containers = await docker.containers(`label=${runLabel}=${run}`)
  await docker.remove(containers.map(({name}) => name))
  await docker.removeNetworks(await docker.networks([run]))
}

async function removeOrphans(docker: Docker): Promise<void> {
  const [containers, networks] = await Promise.all([
    docker.containers(`label=${runLabel}`),
    docker.networksWith(`label=${runLabel}`),
  ])
  await docker.remove(
    orphaned(
      containers.map(({name}) => name),
      isAlive,
    ),
  )
  await docker.removeNetworks(orphaned(networks, isAlive))
}

/** Whether this machine has the address: only what it has can it listen on. */
function isOurs(address: string): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen({host: address, port: 0}, () => server.close(() => resolve(true)))
  })
}

function isAlive(pid: number): boolean {
  return processStartTime(pid) !== undefined
}
