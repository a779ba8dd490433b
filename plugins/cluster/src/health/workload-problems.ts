import {
  describeTrouble,
  inspectCommand,
  missingOfWorkload,
  podsOf,
  podTroubles,
  type PodTrouble,
  type Snapshot,
  type WorkloadName,
  type WorkloadObject,
} from '@rde/toolchain'

import type {HealthProblem} from './health-problem.js'

/** The Deployment of the cluster's DNS. */
export const dnsWorkload: WorkloadName = {kind: 'Deployment', namespace: 'kube-system', name: 'coredns'}

/** Why DNS is not available, from its pod's message if there is one; undefined if it is available. */
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

/** Why workloads outside `known` do not run. The stack and DNS are reported elsewhere. */
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

/** A Deployment with an earlier revision is rolled back; for a new one, looking at its pod helps more. */
function repairOf({kind, metadata: {name, namespace, annotations = {}}}: WorkloadObject, trouble: PodTrouble): string {
  const revision = Number(annotations['deployment.kubernetes.io/revision'] ?? 1)
  return revision > 1
    ? `rde kubectl rollout undo ${kind.toLowerCase()}/${name} --namespace ${namespace}`
    : inspectCommand(trouble)
}

function sameWorkload(wanted: WorkloadName, {kind, metadata: {name, namespace}}: WorkloadObject): boolean {
  return wanted.kind === kind && wanted.name === name && wanted.namespace === namespace
}
