import {ImageReference} from '@rde/images'
import {parseRunReference} from '@rde/workflow/engine'
import {parseLocalReference} from '@rde/workflow/local'
import {parseDuration} from '@rde/plugin-kit'
import fc from 'fast-check'

import {spoilt} from './mutations.js'
import {refusalOf, type Target} from './target.js'

const texts = [
  ...['alpine', 'alpine:3.16', 'relay-operator:local', 'localhost:5000/team/app:1', 'ghcr.io/a/b_c.d--e:v1.0'],
  ...['hello#1', 'hello', 'local/hello#12', 'hello-7', '10m', '1h30m', '90s', '0.5s'],
]
const pieces = [
  '/',
  ':',
  '@',
  '#',
  '-',
  '_',
  '__',
  '.',
  '..',
  'sha256:',
  ' ',
  '\n',
  '\u0000',
  '-h',
  '--',
  'A',
  '[::1]',
  '%2F',
  '\u0130',
  '9'.repeat(30),
]

/** Names of images and runs, and durations: read, not known, or an RdeError. */
export const references: Target<string> = {
  name: 'references',
  inputs: spoilt(fc.oneof(fc.constantFrom(...texts), fc.string({unit: 'binary', maxLength: 20})), pieces),
  read(text) {
    parseRunReference(text)
    parseLocalReference(text)
    const refusals = [() => ImageReference.parse(text), () => parseDuration(text)].map((work) =>
      refusalOf(work, 'RdeError'),
    )
    return refusals.find((refusal) => refusal !== undefined)
  },
}
