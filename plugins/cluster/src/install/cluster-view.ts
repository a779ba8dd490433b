import type {PhaseContext} from '@rde/plugin-kit'
import {SnapshotLoop, waitForSnapshot, type Snapshot} from '@rde/toolchain'

import {repeatedSnapshots} from '../health/api-readiness.js'
import {recordsBefore, type InstalledRecord} from './installed-record.js'
import {presentCrds} from './present-crds.js'

/** The state of the cluster before a phase changes anything. */
export interface Look {
  readonly records: ReadonlyMap<string, InstalledRecord>
  readonly crds: ReadonlySet<string>
  readonly snapshot: Snapshot
}

/** The view of the cluster that the phases of one start share, so that an unchanged stack costs only a few calls. */
export class ClusterView {
  #snapshots: SnapshotLoop | undefined
  /** Ids of the components that this start installed or repaired. */
  readonly applied = new Set<string>()

  snapshots(context: PhaseContext): SnapshotLoop {
    // The uninterrupted tools: the end of one phase must not abort a call that other phases share.
    const {identity, uninterrupted} = context
    this.#snapshots ??= new SnapshotLoop(repeatedSnapshots({...uninterrupted, identity, config: context.config()}))
    return this.#snapshots
  }

  /** Waits until `missing` returns undefined. Fails early if pods or Jobs of `namespaces` cannot recover. */
  wait(
    missing: (snapshot: Snapshot) => string | undefined,
    namespaces: readonly string[],
    context: PhaseContext,
  ): Promise<Snapshot> {
    const {kubectl, signal, report} = context
    return waitForSnapshot(missing, {snapshots: this.snapshots(context), kubectl, namespaces, signal, report})
  }

  async look(context: PhaseContext): Promise<Look> {
    const {answers} = context
    const asked = [answers.of(recordsBefore), answers.of(presentCrds), this.snapshots(context).now()] as const
    const [records, crds, snapshot] = await Promise.all(asked)
    return {records, crds, snapshot}
  }
}
