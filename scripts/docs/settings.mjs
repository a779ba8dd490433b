import {jsonSchema} from '@rde/config'

import {code, generated, table} from './markdown.mjs'

/** docs/reference/settings.md, from the declaration of config.json. */
export function settingsPage() {
  const rows = settingsOf(jsonSchema(), '').map(({key, type, fallback, description}) => [
    code(key),
    type,
    fallback === undefined ? '' : code(JSON.stringify(fallback)),
    description,
  ])
  return `# Settings

${generated}

The settings of \`config.json\` (\`rde config path\` says where it is). \`rde config set KEY VALUE\` checks a value before it is written; \`rde config schema\` prints the JSON Schema that this page is made of. A key in angle brackets is chosen by you.

${table(['key', 'type', 'default', ''], rows)}
`
}

function settingsOf(schema, key) {
  const inner = schema.properties ?? {}
  const own = key === '' ? [] : [rowOf(schema, key)]
  const named = Object.entries(inner).flatMap(([name, part]) => settingsOf(part, key === '' ? name : `${key}.${name}`))
  return [...own, ...named, ...furtherOf(schema, key)]
}

/** The settings of the entries of a map or a list. */
function furtherOf(schema, key) {
  const alternatives = (schema.anyOf ?? []).filter(({type}) => type !== 'null')
  if (alternatives.length === 1 && alternatives[0].properties) {
    return Object.entries(alternatives[0].properties).flatMap(([name, part]) => settingsOf(part, `${key}.${name}`))
  }
  if (schema.items?.properties) return settingsOf({properties: schema.items.properties}, `${key}[]`).slice(1)
  const values = schema.additionalProperties
  return values?.properties ? settingsOf({properties: values.properties}, `${key}.<name>`).slice(1) : []
}

function rowOf(schema, key) {
  return {
    key,
    type: typeOf(schema),
    fallback: isPlain(schema) ? schema.default : undefined,
    description: schema.description ?? '',
  }
}

function isPlain({properties, additionalProperties}) {
  return properties === undefined && additionalProperties === undefined
}

function typeOf({type, anyOf, enum: values, const: only}) {
  if (values) return values.map((value) => code(value)).join(', ')
  if (only !== undefined) return code(only)
  if (anyOf) return anyOf.map(typeOf).join(' or ')
  return [type ?? 'anything'].flat().join(' or ')
}
