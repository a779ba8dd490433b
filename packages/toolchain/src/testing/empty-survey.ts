import type {Survey} from '../survey/survey.js'

/** For tests: a cluster in which nothing runs. */
export const emptySurvey: Survey = {
  nodes: [],
  leases: [],
  workloads: [],
  jobs: [],
  pods: [],
  namespaces: new Set(),
  startedAt: new Map(),
}
