import type {Value, WorkflowDocument} from '../../document.js'

/** What the parameters of a run are: those that are given, over the defaults of the file. */
export function withDefaults(
  {parameters}: Pick<WorkflowDocument, 'parameters'>,
  given: Readonly<Record<string, Value>>,
): Readonly<Record<string, Value>> {
  const declared = Object.entries(parameters)
  const defaults = declared.flatMap(([name, {default: value}]) => (value === undefined ? [] : [[name, value] as const]))
  return {...Object.fromEntries(defaults), ...given}
}
