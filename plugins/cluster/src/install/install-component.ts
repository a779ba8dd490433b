import type {PhaseContext, PhaseOutcome} from '@rde/plugin-kit'
import type {PreparedComponent} from '@rde/stack'
import type {Snapshot, WorkloadName} from '@rde/toolchain'

import {applyComponent} from './apply-component.js'
import type {ClusterView, Look} from './cluster-view.js'
import {patiently} from './patiently.js'
import {allAwaited, comesBack, namespacesOf} from './prepared-component.js'
import {awaitScheduled, reschedule} from './reschedule.js'
import {scaleUp} from './scale-up.js'

/** A component that is to run, with what is particular to it. */
export interface Installation {
  readonly prepared: PreparedComponent
  /** What it lacks to be ready, in the middle of a sentence. */
  lack(survey: Snapshot): string | undefined
  /** What no patience brings back and `lack` does not see; asked once. */
  losses(look: Look): Promise<readonly string[]> | readonly string[]
  /** What must have pods while it is installed. */
  mustHavePods(look: Look): readonly WorkloadName[]
  /** What applying it does not put right. */
  repair?(was: Found): Promise<void>
  /** What is left to do when it lacks nothing any more. */
  finish(survey: Snapshot, was: Found): Promise<void>
}

export interface Found {
  readonly state: 'ready' | 'ready again' | 'repaired' | 'installed'
  readonly losses: readonly string[]
}

/** Looks first: what is unchanged and healthy costs no more than that. */
export async function installComponent(
  installation: Installation,
  view: ClusterView,
  context: PhaseContext,
): Promise<PhaseOutcome> {
  const {prepared, lack} = installation
  const look = await patiently(() => view.look(context), context)
  const found = await patiently(() => find(installation, look), context)
  const {state} = found
  if (state === 'ready') return {changed: false, detail: state, notes: prepared.notes}
  if (state !== 'ready again') {
    await patiently(() => scaleUp(installation.mustHavePods(look), look.survey, context), context)
    await applyComponent(prepared, context)
    view.applied.add(prepared.id)
    await installation.repair?.(found)
    view.surveys(context).expire()
  }
  const wanted = allAwaited(prepared)
  await patiently(() => reschedule(wanted, look.survey, context), context)
  const ready = view.wait(lack, namespacesOf(prepared), context)
  const survey = await awaitScheduled(ready, {wanted, surveys: view.surveys(context)}, context)
  await installation.finish(survey, found)
  return {changed: true, detail: state, notes: prepared.notes}
}

/** How it stands, in the words for what will have become of it. */
async function find({prepared, lack, losses: lossesIn}: Installation, look: Look): Promise<Found> {
  const losses = await lossesIn(look)
  if (look.records.get(prepared.id)?.hash !== prepared.hash) return {state: 'installed', losses}
  const lacking = lack(look.survey)
  if (losses.length > 0 || !comesBack(lacking)) return {state: 'repaired', losses}
  return {state: lacking === undefined ? 'ready' : 'ready again', losses}
}
