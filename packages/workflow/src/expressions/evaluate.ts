import {isUtf8} from 'node:buffer'

import type {Expression, Value} from '../document.js'
import {type Environment, lookUp} from './environment.js'
import {evaluateQuery, mapArguments} from './evaluate-node.js'
import {evaluateTemplate, evaluateTemplateIn} from './evaluate-template.js'
import {type Evaluation, resolved} from './evaluation.js'
import {below, ExpressionError, explained} from './expression-error.js'
import {callFunction, type Argument} from './functions.js'
import {decodeBase64} from './base64.js'
import {checkJson, goType, isList, isMapping, type Mapping} from './go-values.js'
import {evaluateJsonPath, evaluateJsonPathTemplate} from './json-path.js'
import {partsOf, dataNodeOf, select, type DataNode} from './data-node.js'
import {distinct, type Reference} from './references.js'
import type {CallArguments} from './syntax.js'

/**
 * Evaluates an expression of a workflow file as relay-core does. If it refers to something unknown, it stays as it is
 * and `unresolved` lists what is missing. Throws `ExpressionError` if it can never have a value.
 */
export function evaluate(expression: Expression, environment: Environment): Evaluation {
  const {value, unresolved} = evaluateValue(expression, environment)
  checkJson(value)
  return {value, unresolved: distinct(unresolved)}
}

/** The query languages of relay-core. */
export type QueryLanguage = 'path' | 'path-template' | 'jsonpath' | 'jsonpath-template'

export interface Query {
  readonly text: string
  /** `path` unless given. */
  readonly language?: QueryLanguage
}

/** Evaluates a query on an expression; only the parts on the path are evaluated. */
export function evaluateIn(expression: Expression, query: Query, environment: Environment): Evaluation {
  const found = queryResult(expression, query, environment)
  checkJson(found.value)
  return {...found, unresolved: distinct(found.unresolved)}
}

function queryResult(expression: Expression, {text, language}: Query, environment: Environment): Evaluation {
  const dataNode = expressionDataNode(expression, environment)
  if (language === 'jsonpath') return evaluateJsonPath(text, dataNode)
  if (language === 'jsonpath-template') return evaluateJsonPathTemplate(text, dataNode)
  if (language !== 'path-template') return evaluateQuery(dataNode, text)
  const {value, unresolved} = evaluateTemplateIn(text, dataNode)
  return {value: unresolved.length > 0 ? null : value, unresolved}
}

function evaluateValue(value: Expression, environment: Environment): Evaluation {
  if (typeof value === 'string') return evaluateTemplate(value, environment)
  // relay-core keeps every number in 64 bits of floating point.
  if (typeof value === 'bigint') return resolved(Number(value))
  if (isList(value)) {
    const items = value.map((item, index) => below([String(index)], () => evaluateValue(item, environment)))
    return {value: items.map((item) => item.value), unresolved: items.flatMap(({unresolved}) => unresolved)}
  }
  return isMapping(value) ? evaluateMapping(value, environment) : resolved(value)
}

function evaluateMapping(mapping: Mapping, environment: Environment): Evaluation {
  if (Object.hasOwn(mapping, '$type')) return evaluateReference(mapping, environment)
  if (Object.hasOwn(mapping, '$encoding')) return evaluateEncoding(mapping, environment)
  const call = callOf(mapping)
  if (call !== undefined) return evaluateCall(call, environment)
  const entries = Object.entries(mapping).map(
    ([key, value]) => [key, below([key], () => evaluateValue(value, environment))] as const,
  )
  return {
    value: Object.fromEntries(entries.map(([key, {value}]) => [key, value])),
    unresolved: entries.flatMap(([, {unresolved}]) => unresolved),
  }
}

function evaluateReference(mapping: Mapping, environment: Environment): Evaluation {
  const type = mapping['$type']
  if (typeof type !== 'string') return resolved(mapping)
  const reference = explained(`could not evaluate a ${type} type`, () => referenceOf(mapping))
  if (reference === undefined) return resolved(mapping)
  const value = lookUp(environment, reference)
  return value === undefined ? {value: mapping, unresolved: [reference]} : resolved(value)
}

/** What `{"$type": …}` refers to; undefined for a type unknown to relay-core, which stays as it is. */
function referenceOf(mapping: Mapping): Reference | undefined {
  const field = (key: string, older = key) => {
    const value = mapping[key] ?? mapping[older]
    if (typeof value === 'string') return value
    throw new ExpressionError(`the required field "${key}" could not be found`)
  }
  switch (mapping['$type']) {
    case 'Parameter':
      return {kind: 'parameter', name: field('name')}
    case 'Secret':
      return {kind: 'secret', name: field('name')}
    case 'Connection':
      return {kind: 'connection', type: field('type'), name: field('name')}
    case 'Output':
      return {kind: 'output', from: field('from', 'taskName'), name: field('name')}
    case 'Answer':
      return {kind: 'answer', askRef: field('askRef'), name: field('name')}
    case 'Data':
      field('query')
      throw new ExpressionError('default data resolver could not be found')
    default:
      return undefined
  }
}

function evaluateEncoding(mapping: Mapping, environment: Environment): Evaluation {
  const encoding = mapping['$encoding']!
  if (typeof encoding !== 'string') return resolved(mapping)
  const {value, unresolved} = evaluateValue(mapping['data'] ?? null, environment)
  if (unresolved.length > 0) return {value: {$encoding: encoding, data: value}, unresolved}
  return explained(`could not evaluate encoding ${JSON.stringify(encoding)}`, () => {
    if (typeof value !== 'string') throw new ExpressionError(`unexpected type ${goType(value)} (wanted string)`)
    if (encoding === '') return resolved(value)
    if (encoding !== 'base64') throw new ExpressionError('unknown encoding type')
    return resolved(textOrBytes(decodeBase64(value)))
  })
}

/** Bytes that are not UTF-8 text stay encoded. */
function textOrBytes(bytes: Buffer): Value {
  return isUtf8(bytes) ? bytes.toString() : {$encoding: 'base64', data: bytes.toString('base64')}
}

interface WrittenCall {
  readonly key: string
  readonly given: Value
}

/** `{"$fn.name": arguments}` */
function callOf(mapping: Mapping): WrittenCall | undefined {
  const [key = '', ...others] = Object.keys(mapping)
  return others.length === 0 && key.startsWith('$fn.') ? {key, given: mapping[key]!} : undefined
}

function evaluateCall({key, given}: WrittenCall, environment: Environment): Evaluation {
  const args = mapArguments<Expression, Argument>(writtenArguments(given, environment), (arg) => ({
    evaluate: () => evaluateValue(arg, environment),
    dataNode: () => expressionDataNode(arg, environment),
  }))
  const {value, unresolved} = callFunction(key.slice('$fn.'.length), {args, query: evaluateQuery})
  if (unresolved.length === 0) return {value, unresolved}
  // relay-core returns a query that is not known yet as it was written.
  if (key === '$fn.path') return {value: {[key]: given}, unresolved}
  return {value: {[key]: mapArguments(args, (arg) => arg.evaluate().value)}, unresolved}
}

/** A list or a mapping, written or computed, holds the arguments; any other value is the only argument. */
function writtenArguments(given: Value, environment: Environment): CallArguments<Expression> {
  if (isPlain(given)) return given
  const {value, unresolved} = evaluateValue(given, environment)
  if (unresolved.length > 0) return [given]
  return isList(value) || isMapping(value) ? value : [value]
}

/** A list or a mapping that is not a reference, an encoding or a call. */
function isPlain(value: Value): value is Mapping | readonly Value[] {
  if (isList(value)) return true
  return (
    isMapping(value) && !['$type', '$encoding'].some((key) => Object.hasOwn(value, key)) && callOf(value) === undefined
  )
}

function expressionDataNode(expression: Expression, environment: Environment): DataNode {
  const read = () => evaluateValue(expression, environment)
  if (!isPlain(expression)) return {...dataNodeOf(read()), written: () => expression}
  // Select first, then evaluate: parts off the path may be unresolved.
  return {
    read,
    at: (key) => expressionDataNode(select(expression, key), environment),
    entries: () => partsOf(expression).map(([key, part]) => [key, expressionDataNode(part, environment)] as const),
    shallow: () => resolved(expression),
    written: () => expression,
  }
}
