import type {Value} from '../document.js'
import type {Environment} from './environment.js'
import {evaluateNode} from './evaluate-node.js'
import {type Evaluation, resolved} from './evaluation.js'
import {explained} from './expression-error.js'
import {indentedJson} from './go-values.js'
import {parseTemplate} from './parse.js'
import {type DataNode, rootNode} from './data-node.js'

/** Evaluates text with `${…}` in it. An expression without text around it keeps the type of its value. */
export function evaluateTemplate(text: string, environment: Environment): Evaluation {
  return evaluateTemplateIn(text, rootNode(environment))
}

/** The same, with the paths of expressions starting at `root`. */
export function evaluateTemplateIn(text: string, root: DataNode): Evaluation {
  if (!text.includes('${')) return resolved(text)
  const parts = parseTemplate(text).map((part) =>
    typeof part === 'string' ? resolved(part) : explained('evaluating template "${"', () => evaluateNode(part, root)),
  )
  const unresolved = parts.flatMap((part) => part.unresolved)
  if (unresolved.length > 0) return {value: text, unresolved}
  return resolved(parts.map(({value}) => value).reduceRight<Value>((after, before) => join(before, after), ''))
}

/** Joining a value with an empty text keeps the type of the value. */
function join(before: Value, after: Value): Value {
  if (before === '') return after
  return after === '' ? before : asText(before) + asText(after)
}

function asText(value: Value): string {
  return typeof value === 'string' ? value : indentedJson(value)
}
