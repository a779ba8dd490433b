import type {StepEvent} from '../../run/events.js'
import type {RunObject} from '../run-object.js'
import {summarizeStep, type StepSummary} from '../run-summary.js'
import type {SavedStep} from '../workflow-object.js'

/** The known state of a run at one moment. */
export interface RunView {
  /** The steps as saved. */
  readonly steps: readonly SavedStep[]
  readonly run: RunObject | undefined
  /** What keeps a step's pod from running, by the step's name. */
  readonly troubles: ReadonlyMap<string, string>
}

/** An event with the current state of each step. */
export function stepEvents({steps, run, troubles}: RunView): StepEvent[] {
  const summaries = new Map((run?.status?.steps ?? []).map((status) => [status.name, summarizeStep(status)]))
  return steps.map((step) => {
    const summary = summaries.get(step.name)
    const phase = summary?.phase ?? 'waiting'
    const reason = reasonFor(step, {phase, summary, summaries, trouble: troubles.get(step.name)})
    return {
      ...{type: 'step' as const, step: step.name, phase},
      ...(reason !== undefined && {reason}),
      ...(summary?.startedAt !== undefined && {startedAt: summary.startedAt}),
      ...(summary?.endedAt !== undefined && {endedAt: summary.endedAt}),
    }
  })
}

interface Known {
  readonly phase: StepEvent['phase']
  readonly summary: StepSummary | undefined
  readonly summaries: ReadonlyMap<string, StepSummary>
  readonly trouble: string | undefined
}

function reasonFor(step: SavedStep, {phase, summary, summaries, trouble}: Known): string | undefined {
  if (phase === 'skipped') return unmetDependency(step, summaries) ?? summary?.reason
  if (phase !== 'waiting') return phase === 'running' ? undefined : summary?.reason
  if (trouble !== undefined) return trouble
  const open = step.dependsOn.filter((name) => !isOver(summaries.get(name)))
  if (open.length > 0) return `waits for ${open.join(', ')}`
  return step.type === 'approval' ? 'approval' : summary?.reason
}

/** relay-core turns each dependency into a condition; an unmet one is the more useful reason. */
function unmetDependency({dependsOn}: SavedStep, summaries: Known['summaries']): string | undefined {
  const unmet = dependsOn.filter((name) => ['failed', 'skipped'].includes(summaries.get(name)?.phase ?? ''))
  return unmet.length === 0 ? undefined : `${unmet.join(', ')} did not succeed`
}

function isOver(summary: StepSummary | undefined): boolean {
  return summary !== undefined && summary.phase !== 'waiting' && summary.phase !== 'running'
}
