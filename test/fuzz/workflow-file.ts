import {readdirSync, readFileSync} from 'node:fs'
import {join} from 'node:path'

import {openWorkflow} from '@rde/workflow/file'
import {workflowArbitrary} from '@rde/workflow/testing/workflow-arbitrary'
import fc from 'fast-check'

import {root} from '../acceptance/rde-process.js'
import {spoilt} from './mutations.js'
import {named, type Target} from './target.js'

const folder = join(root, 'examples')
const examples = readdirSync(folder)
  .filter((name) => name.endsWith('.yaml'))
  .map((name) => readFileSync(join(folder, name), 'utf8'))

const pieces = [
  ...[
    '\n',
    '\t',
    '  ',
    '- ',
    ': ',
    '? ',
    '{',
    '}',
    '[',
    ']',
    ', ',
    '#',
    '|',
    '>',
    '"',
    "'",
    '---\n',
    '...\n',
    '\u0000',
    '\uFEFF',
  ],
  ...[
    '&a ',
    '*a',
    '<<: ',
    '!Output ',
    '!Parameter x',
    '!Fn.concat ',
    '!!binary ',
    '!!float ',
    '%YAML 1.2\n',
    '0x1f',
    '1e999',
    '.nan',
  ],
  ...[
    '${',
    '}',
    '${parameters.',
    '${outputs.a.b}',
    '$fn.equals',
    'steps:\n',
    'when: ',
    'dependsOn: [',
    'input:\n',
    'env:\n  A: ',
  ],
  ...['__proto__: 1\n', 'constructor: ', 'toString', '2001-12-14t21:59:43.10-05:00', '\u{10FFFF}', '\uD800'],
]

/** Must never throw, and report each problem with its position. */
export const workflowFile: Target<string> = {
  name: 'workflow files',
  inputs: spoilt(
    fc.oneof(
      fc.constantFrom(...examples),
      workflowArbitrary.map(({text}) => text),
      fc.string({unit: 'binary', maxLength: 60}),
    ),
    pieces,
  ),
  read(text) {
    const {problems, document} = openWorkflow(Buffer.from(text))
    for (const {message, line, column} of problems) {
      named(message)
      if (!(line >= 1 && column >= 1)) throw new Error(`a problem at ${line}:${column}: ${message}`)
    }
    const [first] = problems.filter(({severity}) => severity === 'error')
    if ((document === undefined) !== (first !== undefined)) throw new Error('neither read nor refused')
    return first?.message
  },
}
