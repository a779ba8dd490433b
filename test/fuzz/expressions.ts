import {emptyEnvironment, evaluate, evaluateIn} from '@rde/workflow/expressions'
import fc from 'fast-check'

import {spoilt} from './mutations.js'
import {refusalOf, type Target} from './target.js'

const environment = {
  ...emptyEnvironment,
  parameters: {who: 'world', count: 3, list: [1, 'two', {three: null}], map: {a: {b: [true]}}},
  secrets: {token: 'T'},
  connections: {aws: {main: {key: 'k'}}},
  outputs: {build: {version: '1.4.0', deep: {x: [1]}}},
  steps: {build: {succeeded: true}},
}
const texts = [
  '${parameters.who}',
  "hello ${parameters['who']}, ${outputs.build.version}!",
  "${parameters.count + 1 > 2 && steps.build.succeeded || !(parameters.list[1] == 'two')}",
  "${concat('a', parameters.who, jsonUnmarshal('{\"a\": [1]}'))}",
  '${path(object: parameters.map, query: "a.b[0]", default: 1)}',
  "${parameters.who =~ '^w.*d$'}",
  '${secrets.token} ${connections.aws.main.key}',
]
const pieces = [
  ...['${', '}', '(', ')', '[', ']', '{', '}', '.', ',', ':', '"', "'", '\\', '$', ' ', '\n', '`'],
  ...[
    '+',
    '-',
    '*',
    '/',
    '%',
    '**',
    '==',
    '!=',
    '<=',
    '>',
    '&&',
    '||',
    '!',
    '??',
    '=~',
    '!~',
    '?',
    '~',
    '^',
    '|',
    '&',
    '<<',
  ],
  ...[
    'parameters',
    'outputs',
    'steps',
    'secrets',
    'connections',
    'true',
    'null',
    'in',
    '1e999',
    '0x1F',
    '9007199254740993',
  ],
  ...[
    'concat(',
    'path(',
    'merge(',
    'jsonUnmarshal(',
    'exists(',
    '(a+)+$',
    '[[:alpha:]]',
    '__proto__',
    'constructor',
    '$$',
  ],
]
const key = fc.constantFrom(
  '$type',
  '$encoding',
  '$fn.concat',
  '$fn.path',
  '$fn.merge',
  'name',
  'from',
  'data',
  'a',
  '__proto__',
)
const template = spoilt(fc.oneof(fc.constantFrom(...texts), fc.string({unit: 'binary', maxLength: 30})), pieces)
const value = fc.letrec<{value: unknown}>((tie) => ({
  value: fc.oneof(
    {maxDepth: 4, withCrossShrink: true},
    template,
    fc.constantFrom('Parameter', 'Output', 'Secret', 'Connection', 'base64', 'who', 'build', 'version'),
    fc.jsonValue({maxDepth: 1}),
    fc.array(tie('value'), {maxLength: 3}),
    fc.dictionary(key, tie('value'), {maxKeys: 3}),
  ),
})).value
const query = spoilt(fc.constantFrom('a.b[0]', "a['b']", '$.a.b', '@', 'a.*'), pieces)

/** Must give a value, an unresolved expression, or an ExpressionError. */
export const expressions: Target<readonly [unknown, string | undefined]> = {
  name: 'expressions',
  inputs: fc.tuple(
    fc.oneof({weight: 3, arbitrary: template}, {weight: 1, arbitrary: value}),
    fc.option(query, {nil: undefined, freq: 3}),
  ),
  read([expression, asked]) {
    const given = expression as Parameters<typeof evaluate>[0]
    return refusalOf(
      () => (asked === undefined ? evaluate(given, environment) : evaluateIn(given, {text: asked}, environment)),
      'ExpressionError',
    )
  },
}
