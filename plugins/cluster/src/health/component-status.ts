import {missingOfWorkload, type Snapshot} from '@rde/toolchain'

import type {InstalledRecord} from '../install/installed-record.js'

export interface ComponentStatus {
  readonly id: string
  readonly title: string
  readonly version: string
  readonly ready: boolean
  /** What is wrong, in the middle of a sentence. */
  readonly problem: string | undefined
  /** The component whose trouble comes first: this one cannot be well before that one is. */
  readonly waitsFor: string | undefined
  /** What there is to say of it where nothing is wrong. */
  readonly note?: string
}

export interface StackFacts {
  readonly snapshot: Snapshot
  /** Names of the custom resource definitions that there are. */
  readonly crds: ReadonlySet<string>
  /** What no pod shows of a component, by its id: Vault sealed, an API that does not answer. */
  readonly further: ReadonlyMap<string, ComponentFinding>
}

export interface ComponentFinding {
  /** In the middle of a sentence. */
  readonly problem?: string
  /** For the user, where nothing is wrong. */
  readonly note?: string
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
    const note = facts.further.get(id)?.note
    const waitsFor = problem === undefined ? undefined : after.find((needed) => problems.has(needed))
    return {
      id,
      title,
      version,
      ready: problem === undefined,
      problem,
      waitsFor: waitsFor && records.get(waitsFor)?.title,
      ...(problem === undefined && note !== undefined && {note}),
    }
  })
}

function problemOf(
  {id, crds: wanted, namespaces, awaited}: InstalledRecord,
  {snapshot, crds, further}: StackFacts,
): string | undefined {
  const gone = wanted.find((name) => !crds.has(name))
  if (gone !== undefined) return `its resource definition ${gone} is gone`
  const home = [...namespaces, ...awaited.map(({namespace}) => namespace)].find(
    (name) => !snapshot.namespaces.has(name),
  )
  if (home !== undefined) return `its namespace ${home} is gone`
  for (const workload of awaited) {
    const missing = missingOfWorkload(workload, snapshot)
    if (missing !== undefined) return `${workload.name} ${missing}`
  }
  return further.get(id)?.problem
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
