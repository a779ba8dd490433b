/** A run without a cluster. */
export interface LocalRunName {
  readonly workflow: string
  readonly number: number
}

const prefix = 'local/'

/** `local/NAME#N`: no name of a workflow has a slash, so it is not taken for a run on the cluster. */
export function localReference({workflow, number}: LocalRunName): string {
  return `${prefix}${workflow}#${number}`
}

/** Reads what `localReference` wrote; without a number it is the newest run. Undefined for any other text. */
export function parseLocalReference(text: string): {workflow: string; number?: number} | undefined {
  const [, workflow, digits] = /^local\/([^#]+)(?:#([1-9]\d*))?$/.exec(text) ?? []
  if (workflow === undefined) return undefined
  return {workflow, ...(digits !== undefined && {number: Number(digits)})}
}
