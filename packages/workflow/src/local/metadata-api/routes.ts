import {isUtf8} from 'node:buffer'

import type {ContainerStep, Value} from '../../document.js'
import type {Environment} from '../../expressions/environment.js'
import {evaluate, evaluateIn} from '../../expressions/evaluate.js'
import type {Evaluation} from '../../expressions/evaluation.js'
import {ExpressionError} from '../../expressions/expression-error.js'
import {isMapping} from '../../expressions/go-values.js'
import type {Reference} from '../../expressions/references.js'
import type {Output} from '../run-state.js'
import {firstJson} from './first-json.js'
import {created, notFound, ok, refusal, type Reply} from './reply.js'

/** The access of the metadata API to a step. */
export interface ApiStep {
  readonly step: ContainerStep
  environment(): Environment
  /** Undefined if there is no such secret or the step does not name it. */
  secret(name: string): string | undefined
  /** An output of any step. */
  output(step: string, name: string): Output | undefined
  setOutput(name: string, output: Partial<Output>): void
}

export interface ApiRequest {
  readonly method: string
  /** The decoded parts of the path. */
  readonly path: readonly string[]
  readonly query: URLSearchParams
  readonly contentType: string
  readonly body: Buffer
}

/**
 * Answers the routes that the steps of workflows call, as relay-core does. Other routes need the cluster: they are
 * refused with their name, and with a notice in the run.
 */
export function answer(request: ApiRequest, caller: ApiStep): Reply {
  const {method, path} = request
  const [first, second, third] = path
  const route = `${method} /${first}`
  if (route === 'GET /spec' && path.length === 1) return getSpec(request, caller)
  if (route === 'GET /environment' && path.length === 1) return getEnvironment(caller)
  if (route === 'GET /secrets' && path.length === 2) return getSecret(second!, caller)
  if (route === 'GET /outputs' && path.length === 3) return getOutput(second!, third!, caller)
  if (route === 'PUT /outputs' && path.length === 2) return putOutput(second!, request, caller)
  if (route === 'PUT /outputs' && path.length === 3 && third === 'metadata')
    return putMetadata(second!, request, caller)
  // Only approval steps have a state.
  if (route === 'GET /state' && path.length === 2) return notFound
  return notHere(method, path)
}

function notHere(method: string, path: readonly string[]): Reply {
  const route = `${method} /${path[0] ?? ''}`
  const message = `rde does not answer ${route} without a cluster; run the workflow on the cluster (--on cluster).`
  return {
    ...refusal(501, 'api_not_here', message),
    notice: `${route} of the metadata API was refused: only the cluster answers it (--on cluster)`,
  }
}

function getSpec({query}: ApiRequest, {step, environment}: ApiStep): Reply {
  const {spec} = step
  if (spec === undefined || Object.keys(spec).length === 0) return notFound
  const text = query.get('q') ?? ''
  const wanted = query.get('lang') || 'path'
  const language = languages.find((one) => one === wanted)
  if (language === undefined) return unknownLanguage(wanted)
  return evaluated(() =>
    text === '' ? evaluate(spec, environment()) : evaluateIn(spec, {text, language}, environment()),
  )
}

const languages = ['path', 'path-template', 'jsonpath', 'jsonpath-template'] as const

function unknownLanguage(language: string): Reply {
  return refusal(422, 'expression_unsupported_language', `There is no expression language "${language}".`)
}

function getEnvironment({step: {env = {}}, environment}: ApiStep): Reply {
  return evaluated(() => evaluate(env, environment()))
}

function evaluated(work: () => Evaluation): Reply {
  try {
    const {value, unresolved} = work()
    return ok({value, unresolvable: unresolvable(unresolved), complete: unresolved.length === 0})
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error
    return refusal(422, 'expression_evaluation', `We could not evaluate this resource expression: ${error.message}`)
  }
}

const groups = {
  secret: 'secrets',
  connection: 'connections',
  output: 'outputs',
  parameter: 'parameters',
  answer: 'answers',
  status: 'statuses',
} as const

function unresolvable(references: readonly Reference[]): Record<string, object[]> {
  const groupsFound: Record<string, object[]> = {}
  for (const {kind, ...id} of references) (groupsFound[groups[kind]] ??= []).push(id)
  return groupsFound
}

function getSecret(name: string, {secret}: ApiStep): Reply {
  const value = secret(name)
  return value === undefined ? notFound : ok({key: name, value})
}

function getOutput(from: string, name: string, {output}: ApiStep): Reply {
  const found = output(from, name)
  if (found === undefined) return notFound
  const {value, sensitive} = found
  return ok({task_name: from, key: name, value, metadata: sensitive === undefined ? null : {Sensitive: sensitive}})
}

function putOutput(name: string, {contentType, body}: ApiRequest, {setOutput}: ApiStep): Reply {
  const mediaType = contentType.split(';')[0]!.trim().toLowerCase()
  if (['text/plain', 'application/octet-stream', ''].includes(mediaType)) {
    setOutput(name, {value: isUtf8(body) ? body.toString() : {$encoding: 'base64', data: body.toString('base64')}})
    return created
  }
  if (mediaType !== 'application/json') {
    const message = `We don't know how to decode a request body with media type ${contentType}.`
    return {...refusal(422, 'api_unknown_request_media_type', message), notice: mediaTypeAdvice(name, contentType)}
  }
  return withJson(body, (value) => setOutput(name, {value}))
}

/** By default curl sends a form and does not report the failure; then the next step misses the output. */
function mediaTypeAdvice(name: string, contentType: string): string {
  return `the output ${name} was refused: its content type is ${contentType}; add -H 'Content-Type: text/plain' (or application/json)`
}

function putMetadata(name: string, {body}: ApiRequest, {setOutput}: ApiStep): Reply {
  return withJson(body, (value) => {
    // Go matches field names case-insensitively.
    const fields = isMapping(value) ? Object.entries(value) : []
    setOutput(name, {sensitive: fields.some(([key, field]) => key.toLowerCase() === 'sensitive' && field === true)})
  })
}

function withJson(body: Buffer, use: (value: Value) => void): Reply {
  const text = body.toString()
  let value: Value
  try {
    value = JSON.parse(firstJson(text) ?? text) as Value
  } catch {
    return refusal(422, 'api_malformed_request', 'The request body you provided could not be deserialized.')
  }
  use(value)
  return created
}
