import type {PhaseContext} from '@rde/plugin-kit'
import {SnapshotLoop, waitForSnapshot, type Snapshot} from '@rde/toolchain'

import {repeatedSnapshots} from '../health/api-readiness.js'
import {installedRecords, type InstalledRecord} from './installed-record.js'
import {presentNames, type PresentNames} from './present-names.js'

/** What a phase sees of the cluster before it does anything. */
export interface Look {
  readonly records: ReadonlyMap<string, InstalledRecord>
  readonly present: PresentNames
  readonly snapshot: Snapshot
}

/** What the phases of one start ask the cluster together, so that an unchanged stack costs a handful of calls in all. */
export class ClusterView {
  #snapshots: SnapshotLoop | undefined
  #records: Promise<Map<string, InstalledRecord>> | undefined
  #present: Promise<PresentNames> | undefined
  /** Ids of the components that this start installed or repaired. */
  readonly applied = new Set<string>()

  snapshots(context: PhaseContext): SnapshotLoop {
    // The uninterrupted tools: the end of one phase must not end a question that others ask, too.
    const {identity, uninterrupted} = context
    this.#snapshots ??= new SnapshotLoop(repeatedSnapshots({...uninterrupted, identity}))
    return this.#snapshots
  }

  /** Waits until `missing` finds nothing missing; the pods and Jobs of `namespaces` can make that hopeless. */
  wait(
    missing: (snapshot: Snapshot) => string | undefined,
    namespaces: readonly string[],
    context: PhaseContext,
  ): Promise<Snapshot> {
    const {kubectl, signal, report} = context
    return waitForSnapshot(missing, {snapshots: this.snapshots(context), kubectl, namespaces, signal, report})
  }

  /** What each component was installed from, when this start began. */
  records({uninterrupted: {kubectl}}: PhaseContext): Promise<Map<string, InstalledRecord>> {
    return (this.#records ??= installedRecords(kubectl))
  }

  /** The definitions and namespaces that there were when this start began. */
  present({uninterrupted: {kubectl}}: PhaseContext): Promise<PresentNames> {
    return (this.#present ??= presentNames(kubectl))
  }

  async look(context: PhaseContext): Promise<Look> {
    const asked = [this.records(context), this.present(context), this.snapshots(context).now()] as const
    const [records, present, snapshot] = await Promise.all(asked).catch((error: unknown) => {
      this.forget()
      throw error
    })
    return {records, present, snapshot}
  }

  /** Asks what the phases after the nodes' will want to know, while the nodes are looked at. */
  lookAhead(context: PhaseContext): void {
    for (const asked of [this.records(context), this.present(context)]) asked.catch(() => undefined)
  }

  /** What was asked ahead of an API server that did not answer counts for nothing. */
  forget(): void {
    this.#records = undefined
    this.#present = undefined
  }
}
