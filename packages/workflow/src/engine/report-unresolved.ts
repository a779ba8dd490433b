import {clusterDifferences} from '../checks/cluster-differences.js'
import type {Value, WorkflowDocument} from '../document.js'
import type {RunEvent} from '../run/events.js'
import {emptyEnvironment, type Environment} from '../expressions/environment.js'
import {withDefaults} from '../file/parameters.js'
import {unresolvedField} from '../inputs/unresolved-field.js'

/**
 * When a step starts, reports what relay-core cannot resolve for it or interprets differently from the format. The
 * engine itself reports neither.
 */
export function reportUnresolved(
  document: WorkflowDocument,
  {parameters, secrets, connections}: Pick<Environment, 'parameters' | 'secrets' | 'connections'>,
  onEvent: (event: RunEvent) => void,
): (event: RunEvent) => void {
  const outputs: Record<string, Record<string, Value>> = {}
  const reported = new Set<string>()
  const known = {...emptyEnvironment, parameters: withDefaults(document, parameters), secrets, connections, outputs}
  return (event) => {
    onEvent(event)
    if (event.type === 'output') {
      outputs[event.step] = {...outputs[event.step], [event.name]: (event.value ?? null) as Value}
    }
    if (event.type !== 'step' || event.phase === 'waiting' || event.phase === 'skipped') return
    if (reported.has(event.step)) return
    const step = document.steps.find(({name}) => name === event.step)
    if (step?.type !== 'container') return
    const missing = unresolvedField(step, known)
    // The engine may report an output after the start of the step that uses it, but not after its end.
    if (missing?.isOutput && event.phase === 'running') return
    reported.add(event.step)
    const notices = missing === undefined ? [] : [`${missing.message}; relay-core starts the step anyway`]
    for (const message of [...clusterDifferences(step), ...notices]) onEvent({type: 'notice', step: step.name, message})
  }
}
