import type {KeyPath} from './key-path.js'
import type {RdeConfig} from './schema/v1.js'

const hidden = '••••'

/** Names of values that are secret wherever users and plugins put them. */
const secretName = /(password|passphrase|token|private-?key|api-?key|client-?secret)$/i

/** What may be seen of a kubeconfig's user; all else there is taken for a secret. */
const openInUser = /^(client-certificate(-data)?|username|name|command|apiVersion)$/

/** A copy of a configuration, or of the part of it at `path`, that may be shown. */
export function maskSecrets(value: unknown, path: KeyPath = []): unknown {
  if (isSecret(path)) return value === null || value === undefined ? value : hidden
  if (Array.isArray(value)) return value.map((item, index) => maskSecrets(item, [...path, String(index)]))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, maskSecrets(part, [...path, key])]))
}

/** Every secret text in a configuration: what a runner must blot out of command lines and errors. */
export function secretsOf(config: RdeConfig): string[] {
  return secretTexts(config, [])
}

function secretTexts(value: unknown, path: KeyPath): string[] {
  if (typeof value === 'string') return isSecret(path) ? [value] : []
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, part]) => secretTexts(part, [...path, key]))
}

/** Whether the value at a path is a secret: the whole of it, or a part of what is. */
function isSecret(path: KeyPath): boolean {
  const [section, second, , fourth, field] = path
  const last = path.at(-1) ?? ''
  if (section === 'credentials')
    return ['password', 'rootToken'].includes(path[2] ?? '') || (path[2] === 'unsealKeys' && path.length > 3)
  if (section === 'kubeconfig' && second === 'users' && fourth === 'user' && field !== undefined)
    return !openInUser.test(last)
  return ['kubeconfig', 'helm', 'extensions'].includes(section ?? '') && path.length > 2 && secretName.test(last)
}
