import type {Phase} from './phase.js'
import type {PhaseReport} from './run-phases.js'

/** The phases that determined the total time: back from the last to end, over the one each waited for longest. */
export function criticalPath(phases: readonly Phase[], reports: readonly PhaseReport[]): string[] {
  const ended = new Map(reports.map((report) => [report.id, report.endedMs]))
  const latest = (ids: readonly string[]) =>
    ids.filter((id) => ended.has(id)).sort((a, b) => ended.get(b)! - ended.get(a)!)[0]
  const path: string[] = []
  let id = latest([...ended.keys()])
  while (id !== undefined) {
    path.unshift(id)
    id = latest(phases.find((phase) => phase.id === path[0])?.after ?? [])
  }
  return path
}
