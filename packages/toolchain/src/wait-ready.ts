import {setTimeout as sleep} from 'node:timers/promises'

import {exitCodes, RdeError} from '@rde/errors'
import {isProcessError} from '@rde/process-runner'

import type {PodTrouble} from './cannot-heal.js'
import {isUnreachable, type Kubectl} from './kubectl.js'
import {describeTrouble, TroubleWatch} from './trouble-watch.js'

/** One thing to wait for, as `kubectl wait` takes it. */
export interface Awaited {
  readonly namespace?: string
  /** With its group: `deployments.apps/vault`. */
  readonly resource: string
  /** `condition=Available`, `jsonpath={.status.phase}=Running`. */
  readonly until: string
}

export interface Waiting {
  readonly kubectl: Kubectl
  /** Ends the wait; its phase knows the deadline. */
  readonly signal: AbortSignal
  report(line: string): void
}

const lookEveryMs = 2_500

/**
 * Waits until all of them hold, by watching; meanwhile looks at the pods and Jobs of their namespaces, shows what they wait
 * for, and rejects at once (`RDE_CANNOT_HEAL`) with the pod's own message where no patience helps.
 */
export async function waitReady(awaited: readonly Awaited[], {kubectl, signal, report}: Waiting): Promise<void> {
  const ended = new AbortController()
  const namespaces = [...new Set(awaited.flatMap(({namespace}) => namespace ?? []))]
  const watching = lookout(new TroubleWatch(kubectl, namespaces), {
    signal: AbortSignal.any([signal, ended.signal]),
    report,
  })
  const waits = Promise.all(awaited.map((one) => waitFor(one, {kubectl, signal, report})))
  try {
    await Promise.race([waits, watching])
  } finally {
    ended.abort()
    waits.catch(() => undefined)
  }
}

/** Never resolves while there is nothing fatal; ends quietly when it is told to. */
async function lookout(watch: TroubleWatch, {signal, report}: Pick<Waiting, 'signal' | 'report'>): Promise<never> {
  for (;;) {
    await sleep(lookEveryMs, undefined, {signal}).catch(() => forever())
    const {fatal, reason} = await watch.look().catch(unlessUnreachable)
    if (fatal !== undefined) throw cannotHeal(fatal)
    if (reason !== undefined && !signal.aborted) report(reason)
  }
}

function forever(): Promise<never> {
  return new Promise(() => undefined)
}

function unlessUnreachable(error: unknown) {
  if (isUnreachable(error) || isProcessError(error)) return {fatal: undefined, reason: 'waiting for the API server'}
  throw error
}

async function waitFor({namespace, resource, until}: Awaited, {kubectl, signal}: Waiting): Promise<void> {
  const where = namespace === undefined ? [] : ['--namespace', namespace]
  for (;;) {
    signal.throwIfAborted()
    try {
      return await kubectl.wait([resource, ...where, `--for=${until}`], 60_000)
    } catch (error) {
      if (!isProcessError(error) || error.failure === 'cancelled') throw error
      // Not made yet, not yet so, or the API server is away: all of these may pass.
      await sleep(400, undefined, {signal})
    }
  }
}

export function cannotHeal(trouble: PodTrouble): RdeError {
  const {namespace, pod} = trouble
  return new RdeError(`It cannot become ready: ${describeTrouble(trouble)}`, {
    code: 'RDE_CANNOT_HEAL',
    exitCode: exitCodes.failed,
    outcome: 'The cluster was kept; rde cluster start goes on here.',
    remedies: [
      {
        what: 'Look at it',
        command: `rde kubectl describe pods --namespace ${namespace}${pod.includes(' ') ? '' : ` ${pod}`}`,
      },
      {what: 'When it is put right', command: 'rde cluster start'},
    ],
  })
}
