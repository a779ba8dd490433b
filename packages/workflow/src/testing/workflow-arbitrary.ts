import fc from 'fast-check'
import {stringify} from 'yaml'

import {functionNames} from '../expressions/syntax.js'

/** The YAML text of a workflow file that passes all of rde's checks. */
export interface GeneratedWorkflow {
  readonly text: string
  readonly stepNames: readonly string[]
}

/** Quoted, because YAML parsers differ on which plain scalars are numbers. */
const quoted = {defaultStringType: 'QUOTE_DOUBLE', defaultKeyType: 'QUOTE_DOUBLE'} as const

const word = fc.stringMatching(/^[a-z][a-z0-9-]{0,11}$/)
const text = fc.string({maxLength: 20}).map((one) => one.replaceAll('$', ''))

const json = fc.jsonValue({maxDepth: 3}).map(withoutDollars)

/** Removes dollars, which would start a template. */
function withoutDollars(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value).replaceAll('$', '')) as unknown
}

/** An expression, with its tags in JSON form. */
function expression(steps: readonly string[], parameters: readonly string[]): fc.Arbitrary<unknown> {
  const references = [
    ...(steps.length > 0
      ? [fc.record({$type: fc.constant('Output'), from: fc.constantFrom(...steps), name: word})]
      : []),
    ...(parameters.length > 0 ? [fc.constantFrom(...parameters.map((name) => `\${parameters['${name}']}`))] : []),
    fc.record({$type: fc.constant('Secret'), name: word}),
    fc.tuple(fc.constantFrom(...functionNames), json).map(([name, value]) => ({[`$fn.${name}`]: [value]})),
  ]
  return fc.oneof(json, ...references)
}

function step(name: string, {earlier, parameters}: {earlier: readonly string[]; parameters: readonly string[]}) {
  const value = expression(earlier, parameters)
  const statuses = earlier.map((step) => `\${steps['${step}'].succeeded}`)
  const condition = fc.oneof(
    fc.boolean(),
    fc.constantFrom('${1 < 2}', ...statuses),
    fc.constant({'$fn.equals': ['a', 'b']}),
  )
  const dependsOn = fc.subarray([...earlier], {maxLength: Math.min(3, earlier.length)})
  const approval = fc.record({name: fc.constant(name), type: fc.constant('approval'), dependsOn})
  const container = fc.record(
    {
      name: fc.constant(name),
      image: word,
      dependsOn,
      command: text,
      args: fc.array(text, {maxLength: 3}),
      input: fc.array(text, {maxLength: 3}),
      spec: fc.dictionary(word, value, {maxKeys: 4}),
      env: fc.dictionary(word, value, {maxKeys: 4}),
      when: fc.oneof(condition, fc.array(condition, {maxLength: 3})),
    },
    {requiredKeys: ['name', 'image']},
  )
  return fc.oneof({weight: 4, arbitrary: container}, {weight: 1, arbitrary: approval})
}

/** Any valid workflow, as its text and its step names. The same seed generates the same workflow. */
export const workflowArbitrary: fc.Arbitrary<GeneratedWorkflow> = fc
  .record({
    stepNames: fc.uniqueArray(word, {maxLength: 8}),
    parameters: fc.dictionary(word, fc.record({default: json, description: text}, {requiredKeys: []}), {maxKeys: 4}),
  })
  .chain(({stepNames, parameters}) =>
    fc
      .tuple(
        ...stepNames.map((name, index) =>
          step(name, {earlier: stepNames.slice(0, index), parameters: Object.keys(parameters)}),
        ),
      )
      .map((steps) => ({stepNames, text: stringify({apiVersion: 'v1', name: 'generated', parameters, steps}, quoted)})),
  )
