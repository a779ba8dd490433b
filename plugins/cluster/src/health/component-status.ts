import {missingOfWorkload, type Snapshot} from '@rde/toolchain'

import type {InstalledRecord} from '../install/installed-record.js'

export interface ComponentStatus {
  readonly id: string
  readonly title: string
  readonly version: string
  readonly ready: boolean
  /** What is wrong, as part of a sentence. */
  readonly problem: string | undefined
  /** The failing component that this one depends on; fix that one first. */
  readonly waitsFor: string | undefined
  /** Further information if nothing is wrong. */
  readonly note?: string
}

export interface StackFacts {
  readonly snapshot: Snapshot
  /** Names of the existing custom resource definitions. */
  readonly crds: ReadonlySet<string>
  /** Findings that pods do not show, by component id: Vault sealed, an API that does not answer. */
  readonly further: ReadonlyMap<string, ComponentFinding>
}

export interface ComponentFinding {
  /** As part of a sentence. */
  readonly problem?: string
  /** For the user, if nothing is wrong. */
  readonly note?: string
}

/** The status of each installed component, dependencies first. */
export function componentStatuses(records: ReadonlyMap<string, InstalledRecord>, facts: StackFacts): ComponentStatus[] {
  const problems = new Map(
    [...records].flatMap(([id, record]) => {
      const problem = problemOf(record, facts)
      return problem === undefined ? [] : [[id, problem] as const]
    }),
  )
  return dependenciesFirst(records).map(({id, title, version, after}) => {
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
  const missingCrd = wanted.find((name) => !crds.has(name))
  if (missingCrd !== undefined) return `its resource definition ${missingCrd} is gone`
  const missingNamespace = [...namespaces, ...awaited.map(({namespace}) => namespace)].find(
    (name) => !snapshot.namespaces.has(name),
  )
  if (missingNamespace !== undefined) return `its namespace ${missingNamespace} is gone`
  for (const workload of awaited) {
    const missing = missingOfWorkload(workload, snapshot)
    if (missing !== undefined) return `${workload.name} ${missing}`
  }
  return further.get(id)?.problem
}

function dependenciesFirst(records: ReadonlyMap<string, InstalledRecord>): InstalledRecord[] {
  const ordered = new Set<InstalledRecord>()
  const visit = (record: InstalledRecord | undefined) => {
    if (record === undefined || ordered.has(record)) return
    for (const id of record.after) visit(records.get(id))
    ordered.add(record)
  }
  for (const record of [...records.values()].sort((a, b) => a.id.localeCompare(b.id))) visit(record)
  return [...ordered]
}
