import {
  describeTrouble,
  lookAt,
  missingOfWorkload,
  podsOf,
  podTroubles,
  type PodTrouble,
  type Snapshot,
  type WorkloadName,
  type WorkloadObject,
} from '@rde/toolchain'

import type {HealthProblem} from './health-problem.js'

/** The Deployment that every name in the cluster is resolved by. */
export const dnsWorkload: WorkloadName = {kind: 'Deployment', namespace: 'kube-system', name: 'coredns'}

/** What DNS lacks, with the words of its pod where it has any; undefined where names resolve. */
export function dnsProblem(snapshot: Snapshot): string | undefined {
  const missing = missingOfWorkload(dnsWorkload, snapshot)
  if (missing === undefined) return undefined
  const trouble = dnsTrouble(snapshot)
  return trouble === undefined ? `Deployment coredns ${missing}` : describeTrouble(trouble)
}

export function dnsTrouble(snapshot: Snapshot): PodTrouble | undefined {
  const deployment = findWorkload(dnsWorkload, snapshot)
  return deployment && podTroubles(podsOf(deployment, snapshot), false)[0]
}

export function findWorkload(name: WorkloadName, {workloads}: Snapshot): WorkloadObject | undefined {
  return workloads.find((workload) => sameWorkload(name, workload))
}

/** What keeps workloads outside `known` from running. Those of the stack and of DNS are reported elsewhere. */
export function workloadProblems(snapshot: Snapshot, known: readonly WorkloadName[]): HealthProblem[] {
  const others = snapshot.workloads.filter(
    (workload) => ![dnsWorkload, ...known].some((name) => sameWorkload(name, workload)),
  )
  return others.flatMap((workload) => {
    const [trouble] = podTroubles(podsOf(workload, snapshot), true)
    if (trouble === undefined) return []
    const {kind, metadata} = workload
    return [
      {
        text: `${kind} ${metadata.namespace}/${metadata.name}: ${describeTrouble(trouble)}`,
        repair: repairOf(workload, trouble),
      },
    ]
  })
}

/** A workload that ran before goes back to what it was; of a new one its own log says more than rde can. */
function repairOf({kind, metadata: {name, namespace, annotations = {}}}: WorkloadObject, trouble: PodTrouble): string {
  const revision = Number(annotations['deployment.kubernetes.io/revision'] ?? 1)
  return revision > 1
    ? `rde kubectl rollout undo ${kind.toLowerCase()}/${name} --namespace ${namespace}`
    : lookAt(trouble)
}

function sameWorkload(wanted: WorkloadName, {kind, metadata: {name, namespace}}: WorkloadObject): boolean {
  return wanted.kind === kind && wanted.name === name && wanted.namespace === namespace
}
