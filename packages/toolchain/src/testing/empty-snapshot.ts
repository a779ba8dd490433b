import type {Snapshot} from '../snapshot/snapshot.js'

/** For tests: a cluster in which nothing runs. */
export const emptySnapshot: Snapshot = {
  nodes: [],
  leases: [],
  workloads: [],
  jobs: [],
  pods: [],
  namespaces: new Set(),
  startedAt: new Map(),
}
