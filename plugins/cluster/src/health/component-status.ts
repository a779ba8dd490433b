import {missingOfWorkload, type Snapshot} from '@rde/toolchain'

import type {InstalledRecord} from '../install/installed-record.js'
import type {PresentNames} from '../install/present-names.js'

export interface ComponentStatus {
  readonly id: string
  readonly title: string
  readonly version: string
  readonly ready: boolean
  /** What is wrong, in the middle of a sentence. */
  readonly problem: string | undefined
  /** The component whose trouble comes first: this one cannot be well before that one is. */
  readonly waitsFor: string | undefined
}

export interface StackFacts {
  readonly survey: Snapshot
  readonly present: PresentNames
  /** What else is wrong with a component, by its id: Vault sealed, an API that does not answer. */
  readonly further: ReadonlyMap<string, string>
}

/** How each installed component is, in the order in which they need each other. */
export function componentStatuses(records: ReadonlyMap<string, InstalledRecord>, facts: StackFacts): ComponentStatus[] {
  const problems = new Map(
    [...records].flatMap(([id, record]) => {
      const problem = problemOf(record, facts)
      return problem === undefined ? [] : [[id, problem] as const]
    }),
  )
  return inOrder(records).map(({id, title, version, after}) => {
    const problem = problems.get(id)
    const waitsFor = problem === undefined ? undefined : after.find((needed) => problems.has(needed))
    return {
      id,
      title,
      version,
      ready: problem === undefined,
      problem,
      waitsFor: waitsFor && records.get(waitsFor)?.title,
    }
  })
}

function problemOf(
  {id, crds: wanted, namespaces, awaited}: InstalledRecord,
  {survey, present, further}: StackFacts,
): string | undefined {
  const gone = wanted.find((name) => !present.crds.has(name))
  if (gone !== undefined) return `its resource definition ${gone} is gone`
  const home = [...namespaces, ...awaited.map(({namespace}) => namespace)].find((name) => !present.namespaces.has(name))
  if (home !== undefined) return `its namespace ${home} is gone`
  for (const workload of awaited) {
    const lack = missingOfWorkload(workload, survey)
    if (lack !== undefined) return `${workload.name} ${lack}`
  }
  return further.get(id)
}

function inOrder(records: ReadonlyMap<string, InstalledRecord>): InstalledRecord[] {
  const ordered = new Set<InstalledRecord>()
  const visit = (record: InstalledRecord | undefined) => {
    if (record === undefined || ordered.has(record)) return
    for (const id of record.after) visit(records.get(id))
    ordered.add(record)
  }
  for (const record of [...records.values()].sort((a, b) => a.id.localeCompare(b.id))) visit(record)
  return [...ordered]
}
