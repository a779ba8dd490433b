import {dependencyOrder, type RdeConfig} from '@rde/config'
import {nearest, RdeError, type Remedy} from '@rde/errors'

import type {Phase} from './phase.js'

export interface PhaseSelection {
  /** Run only these; their dependencies count as done. */
  readonly only?: readonly string[] | undefined
  readonly skip?: readonly string[] | undefined
  /** Leaves out the phases that do not apply to it. */
  readonly config?: RdeConfig | undefined
}

/**
 * Checks the phases that plugins contributed and orders them so that each follows its dependencies. Throws if two have
 * the same id, if one waits for a phase that nobody provides, or if they wait for each other.
 */
export function planPhases(phases: readonly Phase[], {only = [], skip = [], config}: PhaseSelection = {}): Phase[] {
  const known = new Set(phases.map(({id}) => id))
  if (known.size < phases.length) {
    throw new RdeError(`Two plugins provide a phase with the same id: ${repeated(phases)}.`, {
      code: 'RDE_PHASE_DUPLICATE',
      remedies: extensionRemedies(repeatedPhases(phases)),
    })
  }
  for (const {id, after = [], extension} of phases) {
    const missing = after.find((needed) => !known.has(needed))
    if (missing) throw unknownDependency({id, extension}, missing, known)
  }
  for (const id of [...only, ...skip]) if (!known.has(id)) throw unknownPhase(id, known)
  const chosen = (id: string) => (only.length === 0 || only.includes(id)) && !skip.includes(id)
  const applies = ({applies}: Phase) => config === undefined || applies === undefined || applies(config)
  return order(phases).filter((phase) => chosen(phase.id) && applies(phase))
}

function order(phases: readonly Phase[]): Phase[] {
  const {ordered, cycles} = dependencyOrder(new Map(phases.map(({id, after = []}) => [id, after])))
  const [cycle] = cycles
  if (cycle) {
    throw new RdeError(`Phases wait for each other: ${cycle.join(', ')}.`, {
      code: 'RDE_PHASE_CYCLE',
      remedies: extensionRemedies(phases.filter(({id}) => cycle.includes(id))),
    })
  }
  const byId = new Map(phases.map((phase) => [phase.id, phase]))
  return ordered.map((id) => byId.get(id)!)
}

function repeatedPhases(phases: readonly Phase[]): Phase[] {
  const ids = phases.map(({id}) => id)
  return phases.filter(({id}) => ids.indexOf(id) !== ids.lastIndexOf(id))
}

function repeated(phases: readonly Phase[]): string {
  return [...new Set(repeatedPhases(phases).map(({id}) => id))].join(', ')
}

interface PhaseOrigin {
  readonly id: string
  readonly extension?: string | undefined
}

function unknownDependency({id, extension}: PhaseOrigin, missing: string, known: ReadonlySet<string>) {
  const whose = extension === undefined ? '' : ` of the extension ${extension}`
  const near = nearest(missing, [...known])
  const hint = near === undefined ? `; available phases: ${[...known].join(', ')}.` : `; did it mean ${near}?`
  return new RdeError(`Phase ${id}${whose} waits for ${missing}, which no plugin provides${hint}`, {
    code: 'RDE_PHASE_UNKNOWN',
    remedies: extensionRemedies([{extension}]),
  })
}

/** Remedies for a user who cannot fix an extension. */
function extensionRemedies(phases: ReadonlyArray<Pick<PhaseOrigin, 'extension'>>): Remedy[] {
  const names = [...new Set(phases.flatMap(({extension}) => extension ?? []))]
  if (names.length === 0) return []
  return [
    {what: 'Update the extension', command: 'rde plugins update'},
    ...names.map((name) => ({what: 'Or remove it', command: `rde plugins uninstall ${name}`})),
    {what: 'Or start without any', command: 'RDE_PLUGINS=off rde cluster start'},
  ]
}

function unknownPhase(id: string, known: ReadonlySet<string>): RdeError {
  return new RdeError(`There is no phase called ${id}; available phases: ${[...known].join(', ')}.`, {
    code: 'RDE_PHASE_UNKNOWN',
    exitCode: 2,
    remedies: [{what: 'List the phases in order', command: 'rde cluster start --dry-run', without: ['only', 'skip']}],
  })
}
