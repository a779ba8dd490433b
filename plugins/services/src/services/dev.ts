import {isRdeError} from '@rde/errors'
import {limitRegistry, openImageContext} from '@rde/images'
import {holdCluster, requireCluster, type HoldOptions, type Session} from '@rde/plugin-kit'
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
  findPushPlace,
  importBuilt,
  importCommand,
  takeBuilt,
  type BuildOptions,
  type Products,
  type PushPlace,
} from './build.js'
import {printServiceLogs} from './logs.js'

export interface DevOptions
  extends
    Omit<HoldOptions, 'command'>,
    Pick<BuildOptions, 'services' | 'source' | 'currentFolder' | 'servicesFor' | 'release'>,
    Pick<DevelopOptions, 'onRound' | 'onChange'> {
  /** A workflow, a file or a saved one, to be run after each rollout. */
  readonly run: string | undefined
  /** `name=value` */
  readonly parameters: readonly string[]
  /** Whether the logs of the services are shown, each line by `onLog`. */
  readonly logs: boolean
  onLog(line: string): void
  /** Called with the folder once it is watched. */
  onWatch(source: string): void
}

/** Builds services, brings them into the cluster and runs a workflow, now and after each change of their source. */
export async function developServices(session: Session, options: DevOptions): Promise<never> {
  const {services, run, parameters, signal, onRound, onChange, onWatch} = options
  const {chosen, source} = await chooseBuild(session, {...options, command: `rde services dev ${services.join(' ')}`})
  const target = run === undefined ? undefined : {target: run, parameters: parseParameters(parameters, run)}
  // A file that is no workflow is told before the first build.
  if (run !== undefined && isPath(run)) await openWorkflowFile(run)
  await requireCluster(session, signal)
  const changes = new Changes()
  const failed = new AbortController()
  const whole = AbortSignal.any([signal, failed.signal])
  const watcher = await watchSource(source, chosen, {
    onChange: (path) => changes.note(path),
    onError: (error) => failed.abort(error),
  })
  const logs = options.logs ? new FollowedLogs(logsOf(session, chosen, {...options, signal: whole})) : undefined
  let untaken: Products | undefined
  const seen: ReadonlyMap<string, string>[] = []
  const succeeded: RunSummary[] = []
  let rounds = 0
  let pushEndedAt: number | undefined
  const take = async (quiet: AbortSignal) => {
    if (untaken !== undefined && (await takeInto(session, untaken, {...options, seen, signal: quiet})))
      untaken = undefined
  }
  try {
    onWatch(source)
    const context = {...options, signal: whole}
    let place: PushPlace | undefined
    let products: Products | undefined
    const parts = {
      async build() {
        if (!(await place?.registry.answers())) place = await findPushPlace(session, chosen, whole)
        products = await buildImages(session, {...context, chosen, source, place})
      },
      async bring() {
        const brought = products!
        untaken = brought
        const begin = performance.now()
        const {replaced, ...times} = await bring(session, brought, context)
        pushEndedAt = begin + (times.importMs ?? 0)
        logs?.show({replaced})
        return times
      },
      prepareRun: target && (() => prepareRun(session, target, {...context, succeeded})),
      async settle(quiet: AbortSignal) {
        await take(quiet)
        if (pushEndedAt === undefined || quiet.aborted || rounds++ % roundsBetweenLooks !== 0) return
        await limitFor(session, pushEndedAt, {...context, signal: AbortSignal.any([whole, quiet])})
        pushEndedAt = undefined
      },
    }
    return await develop({parts, changes, signal: whole, onRound, onChange})
  } catch (error) {
    throw failed.signal.aborted ? failed.signal.reason : error
  } finally {
    logs?.end()
    await watcher.close()
    await take(AbortSignal.timeout(longestTakeMs))
  }
}

/** Each line after its service. */
function logsOf(
  session: Session,
  chosen: readonly BuildableService[],
  {servicesFor, signal: whole, onLog, note}: DevOptions,
): LogSource {
  return {
    note,
    follow: ({fromNow, signal: shown}) => {
      const signal = AbortSignal.any([whole, shown])
      const options = {follow: true, ...(fromNow && {tail: 0}), servicesFor, signal}
      return Promise.all(
        chosen.map(({name}) =>
          printServiceLogs(session, {...options, service: name, print: (line) => onLog(`${name} | ${line}`)}),
        ),
      )
    },
  }
}

async function bring(
  session: Session,
  products: Products,
  options: DevOptions,
): Promise<Pick<Round, 'importMs' | 'rolloutMs'> & {replaced: boolean}> {
  const begin = performance.now()
  const {images, failed} = await holdCluster(session, {...options, command: importCommand(products)}, async (cluster) =>
    importBuilt(products, {cluster, context: await openImageContext(cluster)}, {...options, quick: true}),
  )
  const [failure] = failed
  if (failure !== undefined) throw failure.error
  const importMs = 1_000 * Math.max(0, ...images.map(({seconds}) => seconds))
  const replaced = images.some(({workloads}) => workloads.some(({seconds}) => seconds !== null))
  return {importMs, rolloutMs: performance.now() - begin - importMs, replaced}
}

/** After Ctrl-C. */
const longestTakeMs = 60_000

/** Brings Docker what the rounds so far have pushed. False where that was given up for now. */
async function takeInto(
  session: Session,
  products: Products,
  options: DevOptions & {readonly seen: ReadonlyMap<string, string>[]},
): Promise<boolean> {
  if (products.pushed.size === 0) return true
  try {
    const quietly = {...options, report() {}, command: importCommand(products)}
    await holdCluster(session, quietly, async (cluster) =>
      takeBuilt(products, await openImageContext(cluster), options.seen),
    )
    return true
  } catch (error) {
    if (options.signal.aborted) return false
    if (!isRdeError(error) && !isProcessError(error)) throw error
    const names = products.services.map(({local}) => local).join(', ')
    options.note(`Docker does not have the new ${names}, and the next start brings back what it has: ${error.message}`)
    return true
  }
}

/** How often it is worth to look how much the registry holds. */
const roundsBetweenLooks = 10

/** Removes what earlier rounds have left in the cluster's registry. What cannot be removed now is no reason to end. */
async function limitFor(session: Session, pushEndedAt: number, options: DevOptions): Promise<void> {
  const quietly = {...options, report() {}, command: `rde services dev ${options.services.join(' ')}`}
  try {
    await holdCluster(session, quietly, (cluster) => limitRegistry(cluster, pushEndedAt))
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
 * The runs of earlier rounds are deleted while the service is built, those that did not succeed excepted: each would take the
 * time of relay-core's operator, which works on every run again when it has been restarted.
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
