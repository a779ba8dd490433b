import {writeFile} from 'node:fs/promises'
import {createServer} from 'node:net'
import {join} from 'node:path'

import {isProcessError, type Secrets, startProcess, type StartedProcess} from '@rde/process-runner'
import {processStartTime} from '@rde/process-runner/environment/process-identity'
import type {Docker} from '@rde/toolchain'

import {neverStarted, scriptOf, type Executor, type RunningStep, type StepEnd, type StepJob} from '../executor.js'
import {makeRunFolder, removeFolder, sweepRunFolders} from '../host/run-folder.js'
import {envFile} from './env-file.js'
import {imageProvider} from './image-provider.js'
import {noProxyFor} from './no-proxy.js'
import {runArguments} from './run-arguments.js'
import {newRunName, orphaned, runLabel} from './run-names.js'

export interface DockerOptions {
  readonly docker: Docker
  /** For pulls, which are aborted when the run is stopped. `docker` must still work then, to clean up. */
  readonly pulling: Docker
  /** The path of the docker program. */
  readonly file: string
  /** The environment of the docker program. */
  readonly environment: Readonly<Record<string, string>>
  /** How long a step may take to end when it is stopped. */
  readonly graceSeconds?: number
  readonly trace?: (line: string) => void
  /** Masked in the output of steps. */
  readonly secrets?: Secrets
}

interface DockerContext extends DockerOptions {
  readonly run: string
  readonly folder: string
  readonly provideImage: ReturnType<typeof imageProvider>
  readonly hostAlias?: string
  /** Variables that exclude the metadata API from the proxy. */
  readonly noProxy: Readonly<Record<string, string>>
}

/** Runs each step as a container, on a network created for the run. */
export async function openDockerExecutor(options: DockerOptions): Promise<Executor> {
  const {docker} = options
  await Promise.all([removeOrphans(docker), sweepRunFolders()])
  const run = newRunName()
  const gateway = await docker.createNetwork(run, `${runLabel}=${run}`)
  const folder = await makeRunFolder()
  // On Docker Desktop the gateway belongs to its virtual machine; this alias leads back to this machine.
  const api = (await isOurs(gateway))
    ? {address: gateway, host: gateway}
    : {address: '127.0.0.1', host: 'host.docker.internal'}
  const hostAlias = api.host === gateway ? {} : {hostAlias: api.host}
  const noProxy = await noProxyFor(api.host, options.environment)
  const context = {...options, run, folder, noProxy, provideImage: imageProvider(options.pulling), ...hostAlias}
  return {
    api,
    notices: [],
    start: (job) => startStep(job, context),
    async close() {
      const problem = await removeFolder(folder)
      await removeRun(docker, run)
      return problem
    },
  }
}

async function startStep(job: StepJob, context: DockerContext): Promise<RunningStep> {
  const {provideImage, environment, file, trace, run, secrets} = context
  const missing = await provideImage(job.step.image, job.onNotice)
  if (missing !== undefined) return neverStarted(missing)
  try {
    const {args, env} = await prepare(job, context)
    trace?.([file, ...args].join(' '))
    const complaint = {line: ''}
    const onLine = (line: string) => {
      if (line.startsWith('docker: ')) complaint.line = line.slice('docker: '.length)
      job.onLine(line)
    }
    const started = await startProcess({file, args, env: {...environment, ...env}, secrets, onLine})
    return running(started, {...context, name: `${run}-${job.index}`, complaint})
  } catch (error) {
    if (!isProcessError(error) && typeof (error as NodeJS.ErrnoException).code !== 'string') throw error
    return neverStarted((error as Error).message)
  }
}

async function prepare({step, index, env}: StepJob, {run, folder, hostAlias, noProxy}: DockerContext) {
  const {lines, others} = envFile({...noProxy, ...env})
  const variables = join(folder, `${index}.env`)
  await writeFile(variables, lines, {mode: 0o600})
  const script = step.input === undefined ? {} : {script: join(folder, `${index}.script`)}
  // Readable by any user of the image.
  if (script.script !== undefined) await writeFile(script.script, scriptOf(step.input!), {mode: 0o755})
  const names = {name: `${run}-${index}`, label: `${runLabel}=${run}`, network: run}
  const alias = hostAlias === undefined ? {} : {hostAlias}
  const plan = {...names, envFile: variables, envNames: Object.keys(others), ...script, ...alias}
  return {args: runArguments(step, plan), env: others}
}

type StartedContainer = DockerContext & {readonly name: string; readonly complaint: {readonly line: string}}

function running(started: StartedProcess, {docker, name, graceSeconds = 5, complaint}: StartedContainer): RunningStep {
  return {
    ended: started.ended.then(({exitCode, signal}): StepEnd => {
      if (exitCode === undefined) return {reason: `docker was killed by ${signal}`}
      // Docker's own failures: it could not create the container or start the program in it.
      if (exitCode >= 125 && exitCode <= 127 && complaint.line !== '') return {exitCode, reason: complaint.line}
      return exitCode === 137 ? {exitCode, reason: 'was killed'} : {exitCode}
    }),
    async stop() {
      // Fails if there is no container yet; then it is enough to stop the client.
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

/** Containers and networks of runs whose rde was killed. */
export async function orphansInDocker(docker: Docker): Promise<{containers: string[]; networks: string[]}> {
  const [containers, networks] = await Promise.all([
    docker.containers(`label=${runLabel}`),
    docker.networksWith(`label=${runLabel}`),
  ])
  const names = containers.map(({name}) => name)
  return {containers: orphaned(names, isAlive), networks: orphaned(networks, isAlive)}
}

export async function removeOrphans(docker: Docker): Promise<void> {
  const {containers, networks} = await orphansInDocker(docker)
  await docker.remove(containers)
  await docker.removeNetworks(networks)
}

/** Whether the address belongs to this machine: it can listen on no other. */
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
