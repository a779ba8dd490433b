import type {Question} from '@rde/plugin-kit'

/** Marks the ConfigMaps and Secrets in which rde keeps what it knows of a component. */
export const componentLabel = 'rde.relay.sh/component'

export interface KeptObject {
  readonly kind: string
  readonly metadata: {readonly name: string; readonly namespace: string}
  readonly data?: Readonly<Record<string, string>>
}

/** All of them in one call: each start of kubectl takes longer than its question. */
export const keptObjects: Question<readonly KeptObject[]> = {
  ...{to: 'cluster', freshMs: 5_000},
  ask: ({kubectl}) => kubectl.list('configmaps,secrets', '--all-namespaces', '--selector', componentLabel),
}
