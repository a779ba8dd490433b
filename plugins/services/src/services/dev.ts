import {isRdeError} from '@rde/errors'
import {limitRegistry, openImageContext} from '@rde/images'
import {withLockedCluster, requireCluster, type LockedClusterOptions, type Session} from '@rde/plugin-kit'
import {isProcessError} from '@rde/process-runner'
import type {RunSummary} from '@rde/workflow/engine'
import {isPath, openWorkflowFile, parseParameters} from '@rde/workflow/file'
import {prepareOnCluster} from '@rde/workflow/run/run-workflow'

import type {BuildableService} from '../build/run-builds.js'
import {Changes} from '../dev/changes.js'
import {develop, type DevelopOptions, type Round} from '../dev/develop.js'
import {FollowedLogs, type LogSource} from '../dev/followed-logs.js'
import {watchSource} from '../dev/watch-source.js'
import {runRequest} from '../run-to-end.js'
import {
  buildImages,
  chooseBuild,
  findPushDestination,
  importBuilt,
  importCommand,
  pullBuilt,
  type BuildOptions,
  type Products,
  type PushDestination,
} from './build.js'
import {printServiceLogs} from './logs.js'

export interface DevOptions
  extends
    Omit<LockedClusterOptions, 'command'>,
    Pick<BuildOptions, 'services' | 'source' | 'currentFolder' | 'servicesFor' | 'release'>,
    Pick<DevelopOptions, 'onRound' | 'onChange'> {
  /** The workflow to run after each rollout: a file or a saved one. */
  readonly run: string | undefined
  /** `name=value` */
  readonly parameters: readonly string[]
  /** Whether to pass the logs of the services to `onLog`. */
  readonly logs: boolean
  onLog(line: string): void
  /** Called with the source folder once it is watched. */
  onWatch(source: string): void
}

/** Builds services, imports them and runs a workflow, now and after each change of their source. */
export async function developServices(session: Session, options: DevOptions): Promise<never> {
  const {services, run, parameters, signal, onRound, onChange, onWatch} = options
  const {chosen, source} = await chooseBuild(session, {...options, command: `rde services dev ${services.join(' ')}`})
  const target = run === undefined ? undefined : {target: run, parameters: parseParameters(parameters, run)}
  // Report an invalid workflow file before the first build.
  if (run !== undefined && isPath(run)) await openWorkflowFile(run)
  await requireCluster(session, signal)
  const changes = new Changes()
  const failed = new AbortController()
  const devSignal = AbortSignal.any([signal, failed.signal])
  const watcher = await watchSource(source, chosen, {
    onChange: (path) => changes.note(path),
    onError: (error) => failed.abort(error),
  })
  const logs = options.logs ? new FollowedLogs(logsOf(session, chosen, {...options, signal: devSignal})) : undefined
  let notInDocker: Products | undefined
  const seen: ReadonlyMap<string, string>[] = []
  const succeeded: RunSummary[] = []
  let rounds = 0
  let pushEndedAt: number | undefined
  const pullProducts = async (quiet: AbortSignal) => {
    if (notInDocker !== undefined && (await pullIntoDocker(session, notInDocker, {...options, seen, signal: quiet})))
      notInDocker = undefined
  }
  try {
    onWatch(source)
    const context = {...options, signal: devSignal}
    let destination: PushDestination | undefined
    let products: Products | undefined
    const parts = {
      async build() {
        if (!(await destination?.registry.answers()))
          destination = await findPushDestination(session, chosen, devSignal)
        products = await buildImages(session, {...context, chosen, source, destination})
      },
      async deploy() {
        const deployed = products!
        notInDocker = deployed
        const begin = performance.now()
        const {replaced, ...times} = await deploy(session, deployed, context)
        pushEndedAt = begin + (times.importMs ?? 0)
        logs?.show({replaced})
        return times
      },
      prepareRun: target && (() => prepareRun(session, target, {...context, succeeded})),
      async cleanUp(quiet: AbortSignal) {
        await pullProducts(quiet)
        if (pushEndedAt === undefined || quiet.aborted || rounds++ % roundsBetweenChecks !== 0) return
        await limitQuietly(session, pushEndedAt, {...context, signal: AbortSignal.any([devSignal, quiet])})
        pushEndedAt = undefined
      },
    }
    return await develop({parts, changes, signal: devSignal, onRound, onChange})
  } catch (error) {
    throw failed.signal.aborted ? failed.signal.reason : error
  } finally {
    logs?.end()
    await watcher.close()
    await pullProducts(AbortSignal.timeout(finalPullMs))
  }
}

/** The logs of the services, each line prefixed with its service. */
function logsOf(
  session: Session,
  chosen: readonly BuildableService[],
  {servicesFor, signal: devSignal, onLog, note}: DevOptions,
): LogSource {
  return {
    note,
    follow: ({fromNow, signal: shown}) => {
      const signal = AbortSignal.any([devSignal, shown])
      const options = {follow: true, ...(fromNow && {tail: 0}), servicesFor, signal}
      return Promise.all(
        chosen.map(({name}) =>
          printServiceLogs(session, {...options, service: name, print: (line) => onLog(`${name} | ${line}`)}),
        ),
      )
    },
  }
}

async function deploy(
  session: Session,
  products: Products,
  options: DevOptions,
): Promise<Pick<Round, 'importMs' | 'rolloutMs'> & {replaced: boolean}> {
  const begin = performance.now()
  const {images, failed} = await withLockedCluster(
    session,
    {...options, command: importCommand(products)},
    async (cluster) =>
      importBuilt(products, {cluster, context: await openImageContext(cluster)}, {...options, quick: true}),
  )
  const [failure] = failed
  if (failure !== undefined) throw failure.error
  const importMs = 1_000 * Math.max(0, ...images.map(({seconds}) => seconds))
  const replaced = images.some(({workloads}) => workloads.some(({seconds}) => seconds !== null))
  return {importMs, rolloutMs: performance.now() - begin - importMs, replaced}
}

/** The time limit of the last pull, after Ctrl-C. */
const finalPullMs = 60_000

/** Pulls the images pushed so far into Docker. Returns false if that was interrupted. */
async function pullIntoDocker(
  session: Session,
  products: Products,
  options: DevOptions & {readonly seen: ReadonlyMap<string, string>[]},
): Promise<boolean> {
  if (products.pushed.size === 0) return true
  try {
    const quietly = {...options, report() {}, command: importCommand(products)}
    await withLockedCluster(session, quietly, async (cluster) =>
      pullBuilt(products, await openImageContext(cluster), options.seen),
    )
    return true
  } catch (error) {
    if (options.signal.aborted) return false
    if (!isRdeError(error) && !isProcessError(error)) throw error
    const names = products.services.map(({local}) => local).join(', ')
    options.note(`Docker does not have the new ${names}; the next start imports the old ones: ${error.message}`)
    return true
  }
}

/** How many rounds to wait between checks of the registry's size. */
const roundsBetweenChecks = 10

/** Removes images of earlier rounds from the cluster's registry. Only notes a failure. */
async function limitQuietly(session: Session, pushEndedAt: number, options: DevOptions): Promise<void> {
  const quietly = {...options, report() {}, command: `rde services dev ${options.services.join(' ')}`}
  try {
    await withLockedCluster(session, quietly, (cluster) => limitRegistry(cluster, pushEndedAt))
  } catch (error) {
    if (options.signal.aborted) return
    if (!isRdeError(error) && !isProcessError(error)) throw error
    options.note(`The registry keeps the images of earlier rounds: ${error.message}`)
  }
}

interface RunTarget {
  readonly target: string
  readonly parameters: Readonly<Record<string, string>>
}

/**
 * Deletes the succeeded runs of earlier rounds while the service is built: relay-core's operator processes every run
 * again after a restart, which takes time.
 */
async function prepareRun(
  session: Session,
  target: RunTarget,
  {timeoutMs, signal, note, succeeded}: DevOptions & {readonly succeeded: RunSummary[]},
): Promise<() => Promise<{reference: string; outcome: string}>> {
  const request = runRequest({...target, timeoutMs, signal, onNotice: note})
  const run = await prepareOnCluster(session, request, succeeded.splice(0))
  return async () => {
    const {reference, end, summary} = await run()
    if (end?.outcome === 'succeeded' && summary !== undefined) succeeded.push(summary)
    else {
      note(`${reference} ${end?.outcome ?? 'was left'}${end?.reason === undefined ? '' : `: ${end.reason}`}`)
      note(`Its logs: rde workflow logs ${reference}`)
    }
    return {reference, outcome: end?.outcome ?? 'left'}
  }
}
