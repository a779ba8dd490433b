import type {Question} from '@rde/plugin-kit'

/** Label of the ConfigMaps and Secrets in which rde stores what it knows about a component. */
export const componentLabel = 'rde.relay.sh/component'

export interface KeptObject {
  readonly kind: string
  readonly metadata: {readonly name: string; readonly namespace: string}
  readonly data?: Readonly<Record<string, string>>
}

/** All of them in one call: starting kubectl takes longer than the query. */
export const keptObjects: Question<readonly KeptObject[]> = {
  ...{to: 'cluster', freshMs: 5_000},
  ask: ({kubectl}) => kubectl.list('configmaps,secrets', '--all-namespaces', '--selector', componentLabel),
}
