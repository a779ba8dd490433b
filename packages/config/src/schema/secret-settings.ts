import type {KeyPath} from './key-path.js'

/** Declared beside the schema: every value below these keys is secret, except for those in `plain`. */
const secretSections = new Set(['credentials', 'kubeconfig'])

/** `*` stands for any key; what is below a plain key is plain. */
const plain: readonly KeyPath[] = [
  'credentials database username',
  ...['apiVersion', 'kind', 'preferences', 'current-context', 'contexts'].map((key) => `kubeconfig ${key}`),
  'kubeconfig clusters * name',
  ...[
    'server',
    'tls-server-name',
    'insecure-skip-tls-verify',
    'certificate-authority',
    'certificate-authority-data',
  ].map((key) => `kubeconfig clusters * cluster ${key}`),
  'kubeconfig users * name',
  ...[
    'username',
    'client-certificate',
    'client-certificate-data',
    'exec apiVersion',
    'exec command',
    'exec env * name',
  ].map((key) => `kubeconfig users * user ${key}`),
].map((keys) => keys.split(' '))

/** Values that the user writes freely are told by their names. They should refer to secrets and hold none. */
const freeSections = new Set(['helm', 'stack', 'extensions'])
const secretName =
  /pass(word|phrase)?$|token$|secret$|credentials?$|(private|api|access|secret|encryption|signing)[-_]?key$/i

/** Whether the value at a path is secret; a path that ends above single values is not. */
export function isSecretSetting(path: KeyPath): boolean {
  const [section = ''] = path
  if (secretSections.has(section)) return !plain.some((keys) => isBelow(path, keys))
  return freeSections.has(section) && path.some((key, index) => index > 1 && secretName.test(key))
}

/**
 * Whether the value at a path is shown only on demand. Of a section of an extension that is every value, except below the
 * paths of `declared`, which the extension describes, and there what has the name of a secret.
 */
export function isHiddenSetting(path: KeyPath, declared: readonly KeyPath[] = []): boolean {
  const isUnknown = path[0] === 'extensions' && !declared.some((keys) => isBelow(path, keys))
  return isUnknown || isSecretSetting(path)
}

function isBelow(path: KeyPath, above: KeyPath): boolean {
  return above.length <= path.length && above.every((key, index) => key === '*' || key === path[index])
}
