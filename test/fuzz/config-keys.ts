import {
  checkKey,
  clusterIdentity,
  defaultConfig,
  parseConfig,
  parseKey,
  parseValue,
  setSetting,
  unsetSetting,
} from '@rde/config'
import fc from 'fast-check'

import {spoilt} from './mutations.js'
import {refusalOf, type Target} from './target.js'

const config = defaultConfig(clusterIdentity('rde'))
const keys = [
  ...[
    'cluster.agents',
    'cluster.registryPort',
    "helm.values['relay-core'].replicas",
    'images[0].reference',
    'images',
    'stack.profile',
  ],
  ...[
    'stack.components.vault.version',
    'workflows.onStart',
    'extensions.team.key',
    'credentials.vault.unsealKeys[0]',
    'kubeconfig',
  ],
]
const values = [
  '1',
  '-1',
  'null',
  'true',
  '"x"',
  '[]',
  '{}',
  '[1, {"a": null}]',
  '1e999',
  'text',
  '{"__proto__": {"a": 1}}',
  '9'.repeat(40),
]
const pieces = [
  '.',
  '[',
  ']',
  "'",
  '"',
  '[0]',
  '[9999999]',
  '[4294967295]',
  '[-1]',
  '[1e9]',
  '__proto__',
  'constructor',
  'length',
  ' ',
  '\u0000',
  '\uD800',
  '..',
]

/** `config set KEY VALUE` and `config unset KEY` without the file: must give a changed document, or an RdeError. */
export const configKeys: Target<readonly [string, string]> = {
  name: 'config keys',
  inputs: fc.tuple(
    spoilt(fc.oneof(fc.constantFrom(...keys), fc.string({unit: 'binary', maxLength: 20})), pieces),
    spoilt(fc.constantFrom(...values), ['{', '}', '[', ']', ',', ':', '"', '\\u0000']),
  ),
  read([text, value]) {
    return refusalOf(() => {
      const key = parseKey(text)
      checkKey(key)
      unsetSetting(config, key)
      parseConfig(JSON.stringify(setSetting(config, key, parseValue(value))), 'config.json')
    }, 'RdeError')
  },
}
