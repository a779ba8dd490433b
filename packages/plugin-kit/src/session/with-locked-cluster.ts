import {ConfigStore, withLock, type LockHolder} from '@rde/config'
import {withDeadline} from '@rde/time'
import type {ClusterInventory} from '@rde/toolchain'

import {Answers} from './answers.js'
import {openConfigAccess, withRunningConfig, phaseContexts, questionContext} from '../phases/phase-contexts.js'
import type {PhaseContext} from '../phases/phase.js'
import type {LineProgress} from '../progress/line-progress.js'
import {requireCluster} from './require-cluster.js'
import type {Session} from './session.js'

export interface LockedClusterOptions extends LineProgress {
  /** As the user typed it: shown to others who find the cluster locked, and used to suggest a longer time limit. */
  readonly command: string
  /** The limit for everything, including the wait for another rde. */
  readonly timeoutMs: number
  readonly signal: AbortSignal
}

/** A running cluster under its lock: the context of a phase, and the cluster's containers in Docker. */
export interface LockedCluster extends PhaseContext, Pick<LineProgress, 'note'> {
  readonly inventory: ClusterInventory
  /** Whether another rde held the lock first: earlier answers may no longer be true. */
  readonly waited: boolean
  /** The context for a part of the work that another signal ends. */
  withSignal(signal: AbortSignal): PhaseContext
}

/**
 * Works on the running cluster under its lock, once that is free. Throws RDE_BUSY (5) or RDE_DEADLINE (124, with the
 * last reported line) when the time is up, and RDE_CLUSTER_NOT_RUNNING (4) if no cluster runs.
 */
export async function withLockedCluster<Result>(
  session: Session,
  {command, timeoutMs, signal: interruption, report: show, note}: LockedClusterOptions,
  work: (cluster: LockedCluster) => Promise<Result>,
): Promise<Result> {
  const {data, identity} = session
  const limits = {
    ...{timeoutMs, signal: interruption, report: show},
    outcome: 'What was done so far stays; the same command continues from there.',
    remedies: [{what: 'Give it more time', command: withMoreTime(command, timeoutMs)}],
  }
  return withDeadline(limits, async (signal, report) => {
    // Before taking the lock: checking for a cluster need not wait for other commands.
    const {inventory} = await requireCluster(session, signal)
    let waited = false
    const onWait = ({command: other, pid}: LockHolder) => {
      waited = true
      note(`Waiting for \`${other}\` (pid ${pid}), which holds the cluster.`)
    }
    return withLock(data, {command, waitMs: timeoutMs, onWait, signal: interruption}, async (lock) => {
      const access = await openConfigAccess(new ConfigStore({data, identity, lock}), session)
      const runningConfig = withRunningConfig(access, inventory)
      const {children} = lock
      const answers = new Answers(questionContext(session, runningConfig))
      const contextFor = phaseContexts(session, runningConfig, {children, answers})
      const withSignal = (other: AbortSignal) => contextFor(other, report)
      return work({...withSignal(signal), inventory, waited, note, withSignal})
    })
  })
}

function withMoreTime(command: string, timeoutMs: number): string {
  return `${command} --timeout ${Math.ceil((timeoutMs * 5) / 60_000)}m`
}
