import type {Question} from '@rde/plugin-kit'
import {readList, type Kubectl} from '@rde/toolchain'

interface Named {
  readonly metadata: {readonly name: string; readonly deletionTimestamp?: string}
}

/** The custom resource definitions in the cluster, without those being deleted: their objects go with them. */
export async function readCrds(kubectl: Kubectl): Promise<ReadonlySet<string>> {
  // Raw: kubectl takes as long to read all definitions as to ask for them.
  const printed = await kubectl.raw('/apis/apiextensions.k8s.io/v1/customresourcedefinitions')
  const stay = kubectl.read(printed, readList<Named>).filter(({metadata}) => metadata.deletionTimestamp === undefined)
  return new Set(stay.map(({metadata}) => metadata.name))
}

/** The definitions that existed when this start began. */
export const presentCrds: Question<ReadonlySet<string>> = {to: 'cluster', ask: ({kubectl}) => readCrds(kubectl)}
