import type {PhaseContext, PhaseOutcome} from '@rde/plugin-kit'
import type {PreparedComponent} from '@rde/stack'
import type {Snapshot, WorkloadName} from '@rde/toolchain'

import {applyComponent} from './apply-component.js'
import type {ClusterView, Look} from './cluster-view.js'
import {keepRecord, unfinished} from './installed-record.js'
import {retryWhileUnreachable} from './retry-while-unreachable.js'
import {allAwaited, comesBack, namespacesOf} from './prepared-component.js'
import {awaitScheduled, reschedule} from './reschedule.js'
import {scaleUp} from './scale-up.js'

/** A component to install, with its own checks and repairs. */
export interface Installation {
  readonly prepared: PreparedComponent
  /** What is missing for it to be ready, as part of a sentence. */
  missing(snapshot: Snapshot): string | undefined
  /** Damage that waiting will not repair and `missing` cannot detect. Called once. */
  damage(look: Look): Promise<readonly string[]> | readonly string[]
  /** Workloads that must have pods while it is installed. */
  mustHavePods(look: Look): readonly WorkloadName[]
  /** Recreates pods that would otherwise recover or keep running. Called before the wait for readiness. */
  renew?(was: Found, look: Look): Promise<void>
  /** Repairs what applying it does not repair. */
  repair?(was: Found): Promise<void>
  /** Called once nothing is missing. */
  finish(snapshot: Snapshot, was: Found): Promise<void>
}

export interface Found {
  readonly state: 'ready' | 'ready again' | 'repaired' | 'installed'
  readonly damage: readonly string[]
}

/** Looks first: an unchanged and healthy component costs nothing more. */
export async function installComponent(
  installation: Installation,
  view: ClusterView,
  context: PhaseContext,
): Promise<PhaseOutcome> {
  const {prepared, missing} = installation
  const look = await retryWhileUnreachable(() => view.look(context), context)
  const found = await retryWhileUnreachable(() => find(installation, look), context)
  const {state} = found
  if (state === 'ready') return {changed: false, detail: state, notes: prepared.notes}
  if (state !== 'ready again') {
    await retryWhileUnreachable(() => scaleUp(installation.mustHavePods(look), look.snapshot, context), context)
    await retryWhileUnreachable(() => outdateRecord(prepared, look, context), context)
    await applyComponent(prepared, context)
    view.applied.add(prepared.id)
    await installation.repair?.(found)
    view.snapshots(context).expire()
  }
  await installation.renew?.(found, look)
  const wanted = allAwaited(prepared)
  await retryWhileUnreachable(() => reschedule(wanted, look.snapshot, context), context)
  const ready = view.wait(missing, namespacesOf(prepared), context)
  const snapshot = await awaitScheduled(ready, {wanted, snapshots: view.snapshots(context)}, context)
  await installation.finish(snapshot, found)
  return {changed: true, detail: state, notes: prepared.notes}
}

/** Marks the record as outdated, so that returning to the previous version after a failed attempt installs it again. */
async function outdateRecord({id, hash}: PreparedComponent, {records}: Look, {kubectl}: PhaseContext): Promise<void> {
  const record = records.get(id)
  if (record !== undefined && record.hash !== hash)
    await keepRecord(kubectl, {...record, hash: unfinished, base: undefined})
}

/** The current state, named after the outcome that follows from it. */
async function find({prepared, missing, damage: findDamage}: Installation, look: Look): Promise<Found> {
  const damage = await findDamage(look)
  if (look.records.get(prepared.id)?.hash !== prepared.hash) return {state: 'installed', damage}
  const stillMissing = missing(look.snapshot)
  if (damage.length > 0 || !comesBack(stillMissing)) return {state: 'repaired', damage}
  return {state: stillMissing === undefined ? 'ready' : 'ready again', damage}
}
