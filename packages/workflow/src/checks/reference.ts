/** What an expression speaks of, wherever it stands in it. */
export type Reference =
  | {readonly kind: 'parameter' | 'output' | 'status' | 'answer'; readonly name: string; readonly optional: boolean}
  | {readonly kind: 'event'}
  | {readonly kind: 'function'; readonly name: string}
  | {readonly kind: 'fault'; readonly message: string}
