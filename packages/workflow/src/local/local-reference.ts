/** A run without a cluster. */
export interface LocalRunName {
  readonly workflow: string
  readonly number: number
}

const prefix = 'local/'

/** `local/NAME#N`: workflow names have no slash, so this cannot be a run on the cluster. */
export function localReference({workflow, number}: LocalRunName): string {
  return `${prefix}${workflow}#${number}`
}

/** Parses the output of `localReference`; without a number it means the newest run. Undefined for any other text. */
export function parseLocalReference(text: string): {workflow: string; number?: number} | undefined {
  const [, workflow, digits] = /^local\/([^#]+)(?:#([1-9]\d*))?$/.exec(text) ?? []
  if (workflow === undefined) return undefined
  return {workflow, ...(digits !== undefined && {number: Number(digits)})}
}
