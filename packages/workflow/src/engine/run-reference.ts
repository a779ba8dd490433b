/** What a user names a run by. */
export type RunReference =
  | {readonly workflow: string; readonly number: number}
  /** A run's own name, or a workflow's for its newest run. */
  | {readonly name: string}

/** Reads `NAME#N` or a name; undefined where it is neither. */
export function parseRunReference(text: string): RunReference | undefined {
  const [, workflow, digits] = /^([^#]+)#([1-9]\d*)$/.exec(text) ?? []
  if (workflow !== undefined) return {workflow, number: Number(digits)}
  return text === '' || text.includes('#') ? undefined : {name: text}
}
