import type {Snapshot} from '../snapshot/snapshot.js'

/** For tests: the snapshot of an empty cluster. */
export const emptySnapshot: Snapshot = {
  nodes: [],
  leases: [],
  workloads: [],
  jobs: [],
  pods: [],
  namespaces: new Set(),
  startedAt: new Map(),
}
