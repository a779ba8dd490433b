import {RdeError} from '@rde/errors'

/** The path of a setting: its keys, from the top. */
export type KeyPath = readonly string[]

const plainKey = /^[^.[\]'"\s]+/
const bracketKey = /^\[(?:'([^']*)'|"([^"]*)"|(\d+))\]/

/** Reads `cluster.agents`, `helm.values['a.b'].replicas` and `images[0]`. */
export function parseKey(text: string): KeyPath {
  const keys: string[] = []
  let rest = text
  while (rest !== '') {
    const bracket = bracketKey.exec(rest)
    const plain = plainKey.exec(keys.length > 0 && !bracket ? rest.replace(/^\./, '') : rest)
    const dotMissing = keys.length > 0 && !bracket && !rest.startsWith('.')
    if ((!bracket && !plain) || dotMissing) throw notAKey(text)
    keys.push(bracket ? (bracket[1] ?? bracket[2] ?? bracket[3] ?? '') : plain![0])
    rest = bracket ? rest.slice(bracket[0].length) : rest.replace(/^\./, '').slice(plain![0].length)
  }
  if (keys.length === 0) throw notAKey(text)
  return keys
}

/** The inverse of `parseKey`; `(top level)` for the whole document. */
export function formatKey(path: KeyPath): string {
  const parts = path.map((key) => (plainKey.exec(key)?.[0] === key ? `.${key}` : `['${key}']`))
  return parts.join('').replace(/^\./, '') || '(top level)'
}

function notAKey(text: string): RdeError {
  return new RdeError(
    `"${text}" is not a valid key: join keys with dots, and write a key that contains dots as ['a.b'].`,
    {
      code: 'RDE_SETTING_UNKNOWN',
      exitCode: 2,
      remedies: [{what: 'See all settings', command: 'rde config get'}],
    },
  )
}
