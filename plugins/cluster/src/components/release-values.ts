import type {PhaseContext} from '@rde/plugin-kit'

type Values = Readonly<Record<string, unknown>>

/**
 * Brings the values of a Helm release into config.json, and so into `values/<release>.yaml`. What the user wrote there
 * stays; what is missing is filled in.
 */
export async function releaseValues(release: string, generated: Values, context: PhaseContext): Promise<void> {
  await writeValues(release, fillIn(context.config().helm.values[release] ?? {}, generated), context)
}

/** Puts the values of a release into config.json as they are; writes nothing where they are the same. */
export async function writeValues(
  release: string,
  values: Values,
  {config, updateConfig}: PhaseContext,
): Promise<void> {
  if (JSON.stringify(config().helm.values[release]) === JSON.stringify(values)) return
  await updateConfig((current) => ({
    ...current,
    helm: {...current.helm, values: {...current.helm.values, [release]: {...values}}},
  }))
}

/** `present` with the keys of `generated` that it lacks, at every depth. */
export function fillIn(present: Values, generated: Values): Record<string, unknown> {
  const filled: Record<string, unknown> = {...present}
  for (const [key, value] of Object.entries(generated)) {
    const there = filled[key]
    if (there === undefined) filled[key] = value
    else if (isObject(there) && isObject(value)) filled[key] = fillIn(there, value)
  }
  return filled
}

function isObject(value: unknown): value is Values {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
