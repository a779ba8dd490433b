import type {Value} from '../document.js'
import type {Environment} from './environment.js'
import {evaluateNode} from './evaluate-node.js'
import {type Evaluation, resolved} from './evaluation.js'
import {explained} from './expression-error.js'
import {indentedJson} from './go-values.js'
import {parseTemplate} from './parse.js'
import {type Place, rootPlace} from './place.js'

/** Text with `${…}` in it. An expression that stands alone keeps the type of its value. */
export function evaluateTemplate(text: string, environment: Environment): Evaluation {
  return evaluateTemplateIn(text, rootPlace(environment))
}

/** The same, where the paths of expressions begin elsewhere. */
export function evaluateTemplateIn(text: string, root: Place): Evaluation {
  if (!text.includes('${')) return resolved(text)
  const parts = parseTemplate(text).map((part) =>
    typeof part === 'string' ? resolved(part) : explained('evaluating template "${"', () => evaluateNode(part, root)),
  )
  const unresolved = parts.flatMap((part) => part.unresolved)
  if (unresolved.length > 0) return {value: text, unresolved}
  return resolved(parts.map(({value}) => value).reduceRight<Value>((after, before) => join(before, after), ''))
}

/** An empty text beside a value leaves the value what it is. */
function join(before: Value, after: Value): Value {
  if (before === '') return after
  return after === '' ? before : asText(before) + asText(after)
}

function asText(value: Value): string {
  return typeof value === 'string' ? value : indentedJson(value)
}
