import {dependencyOrder, type RdeConfig} from '@rde/config'
import {RdeError} from '@rde/errors'

import type {Phase} from './phase.js'

export interface PhaseSelection {
  /** Run these alone; what they come after is taken as done. */
  readonly only?: readonly string[] | undefined
  readonly skip?: readonly string[] | undefined
  /** Leaves out the phases that do not apply to it. */
  readonly config?: RdeConfig | undefined
}

/**
 * Checks the phases that plugins contributed and orders them so that each stands behind all that it comes after.
 * Throws if two have one id, if one waits for a phase that nobody provides, or if they wait for each other.
 */
export function planPhases(phases: readonly Phase[], {only = [], skip = [], config}: PhaseSelection = {}): Phase[] {
  const known = new Set(phases.map(({id}) => id))
  if (known.size < phases.length) {
    throw new RdeError(`Two plugins provide a phase with the same id: ${repeated(phases)}.`, {
      code: 'RDE_PHASE_DUPLICATE',
    })
  }
  for (const {id, after = []} of phases) {
    const missing = after.find((needed) => !known.has(needed))
    if (missing)
      throw new RdeError(`Phase ${id} waits for ${missing}, which no plugin provides.`, {code: 'RDE_PHASE_UNKNOWN'})
  }
  for (const id of [...only, ...skip]) if (!known.has(id)) throw unknownPhase(id, known)
  const chosen = (id: string) => (only.length === 0 || only.includes(id)) && !skip.includes(id)
  const applies = ({applies}: Phase) => config === undefined || applies === undefined || applies(config)
  return order(phases).filter((phase) => chosen(phase.id) && applies(phase))
}

function order(phases: readonly Phase[]): Phase[] {
  const {ordered, cycles} = dependencyOrder(new Map(phases.map(({id, after = []}) => [id, after])))
  const [cycle] = cycles
  if (cycle) throw new RdeError(`Phases wait for each other: ${cycle.join(', ')}.`, {code: 'RDE_PHASE_CYCLE'})
  const byId = new Map(phases.map((phase) => [phase.id, phase]))
  return ordered.map((id) => byId.get(id)!)
}

function repeated(phases: readonly Phase[]): string {
  const ids = phases.map(({id}) => id)
  return [...new Set(ids.filter((id, index) => ids.indexOf(id) !== index))].join(', ')
}

function unknownPhase(id: string, known: ReadonlySet<string>): RdeError {
  return new RdeError(`There is no phase called ${id}; there are: ${[...known].join(', ')}.`, {
    code: 'RDE_PHASE_UNKNOWN',
    exitCode: 2,
    remedies: [{what: 'List the phases in order', command: 'rde cluster start --dry-run'}],
  })
}
