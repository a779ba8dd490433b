import {ConfigStore, withLock, type LockHolder} from '@rde/config'
import {withDeadline} from '@rde/time'
import type {ClusterInventory} from '@rde/toolchain'

import {Answers} from './answers.js'
import {holdConfig, holdRunning, phaseContexts, questionContext} from '../phases/phase-contexts.js'
import type {PhaseContext} from '../phases/phase.js'
import type {LineProgress} from '../progress/line-progress.js'
import {requireCluster} from './require-cluster.js'
import type {Session} from './session.js'

export interface HoldOptions extends LineProgress {
  /** As the user typed it, for those who find the cluster held, and to run it again with more time. */
  readonly command: string
  /** For everything, waiting for another rde included. */
  readonly timeoutMs: number
  readonly signal: AbortSignal
}

/** A running cluster that nobody else changes meanwhile: what a phase has at hand, and what there is of it in Docker. */
export interface HeldCluster extends PhaseContext, Pick<LineProgress, 'note'> {
  readonly inventory: ClusterInventory
  /** Whether another rde held it first: what was asked before that may no longer be true. */
  readonly waited: boolean
  /** The same for a part of the work that another signal ends. */
  withSignal(signal: AbortSignal): PhaseContext
}

/**
 * Works on the running cluster under its lock, after whoever holds it now. Throws RDE_BUSY (5) or RDE_DEADLINE (124, with
 * what was reported last) when the time is up, and RDE_CLUSTER_NOT_RUNNING (4) where no cluster runs.
 */
export async function holdCluster<Result>(
  session: Session,
  {command, timeoutMs, signal: interruption, report: show, note}: HoldOptions,
  work: (cluster: HeldCluster) => Promise<Result>,
): Promise<Result> {
  const {data, identity} = session
  const limits = {
    ...{timeoutMs, signal: interruption, report: show},
    outcome: 'What was done so far stays; the same command continues from there.',
    remedies: [{what: 'Give it more time', command: withMoreTime(command, timeoutMs)}],
  }
  return withDeadline(limits, async (signal, report) => {
    // Before the lock: whether there is a cluster needs no waiting for whoever works on it.
    const {inventory} = await requireCluster(session, signal)
    let waited = false
    const onWait = ({command: other, pid}: LockHolder) => {
      waited = true
      note(`Waiting for \`${other}\` (pid ${pid}), which holds the cluster.`)
    }
    return withLock(data, {command, waitMs: timeoutMs, onWait, signal: interruption}, async (lock) => {
      const holder = await holdConfig(new ConfigStore({data, identity, lock}), session)
      const running = holdRunning(holder, inventory)
      const {children} = lock
      const answers = new Answers(questionContext(session, running))
      const contextFor = phaseContexts(session, running, {children, answers})
      const withSignal = (other: AbortSignal) => contextFor(other, report)
      return work({...withSignal(signal), inventory, waited, note, withSignal})
    })
  })
}

function withMoreTime(command: string, timeoutMs: number): string {
  return `${command} --timeout ${Math.ceil((timeoutMs * 5) / 60_000)}m`
}
