import {requireCluster, type HoldOptions, type Session} from '@rde/plugin-kit'
import {isPath, openWorkflowFile, parseParameters} from '@rde/workflow/file'

import type {BuildableService} from '../build/run-builds.js'
import {Changes} from '../dev/changes.js'
import {develop, type DevelopOptions, type Round} from '../dev/develop.js'
import {FollowedLogs, type LogSource} from '../dev/followed-logs.js'
import {watchSource} from '../dev/watch-source.js'
import {runToEnd} from '../run-to-end.js'
import {buildImages, chooseBuild, findRegistry, importBuilt, type BuildOptions, type Products} from './build.js'
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
  try {
    onWatch(source)
    const context = {...options, signal: whole}
    let products: Products | undefined
    const parts = {
      async build() {
        const registry = await findRegistry(session, chosen, whole)
        products = await buildImages(session, {...context, chosen, source, registry})
      },
      async bring() {
        const {replaced, ...times} = await bring(session, products!, context)
        logs?.show({replaced})
        return times
      },
      run: target && (() => runForRound(session, target, context)),
    }
    return await develop({parts, changes, signal: whole, onRound, onChange})
  } catch (error) {
    throw failed.signal.aborted ? failed.signal.reason : error
  } finally {
    logs?.end()
    await watcher.close()
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
  const {images, failed} = await importBuilt(session, products, {...options, quick: true})
  const [failure] = failed
  if (failure !== undefined) throw failure.error
  const importMs = 1_000 * Math.max(0, ...images.map(({seconds}) => seconds))
  const replaced = images.some(({workloads}) => workloads.some(({seconds}) => seconds !== null))
  return {importMs, rolloutMs: performance.now() - begin - importMs, replaced}
}

async function runForRound(
  session: Session,
  target: {readonly target: string; readonly parameters: Readonly<Record<string, string>>},
  {timeoutMs, signal, note}: DevOptions,
): Promise<{reference: string; outcome: string}> {
  const {reference, end} = await runToEnd(session, {...target, timeoutMs, signal, onNotice: note})
  if (end?.outcome !== 'succeeded') {
    note(`${reference} ${end?.outcome ?? 'was left'}${end?.reason === undefined ? '' : `: ${end.reason}`}`)
    note(`Its logs: rde workflow logs ${reference}`)
  }
  return {reference, outcome: end?.outcome ?? 'left'}
}
