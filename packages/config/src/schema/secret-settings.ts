import type {KeyPath} from './key-path.js'

/** Every value below these keys is secret, except for those in `plain`. */
const secretSections = new Set(['credentials', 'kubeconfig'])

/** `*` stands for any key. Everything below a plain key is plain. */
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

/** Sections of free-form values: secrets are recognised by name. They should refer to secrets, not contain them. */
const freeSections = new Set(['helm', 'stack', 'extensions'])
const secretName =
  /pass(word|phrase)?$|token$|secret$|credentials?$|(private|api|access|secret|encryption|signing)[-_]?key$/i

/** Whether the value at a path is secret. Always false for the path of a whole section. */
export function isSecretSetting(path: KeyPath): boolean {
  const [section = ''] = path
  if (secretSections.has(section)) return !plain.some((keys) => isBelow(path, keys))
  return freeSections.has(section) && path.some((key, index) => index > 1 && secretName.test(key))
}

/**
 * Whether the value at a path is shown only on demand. In the section of an extension, every value is hidden, except
 * below the paths of `declared`, which the extension describes: there, only secrets are hidden, by their names.
 */
export function isHiddenSetting(path: KeyPath, declared: readonly KeyPath[] = []): boolean {
  const isUnknown = path[0] === 'extensions' && !declared.some((keys) => isBelow(path, keys))
  return isUnknown || isSecretSetting(path)
}

function isBelow(path: KeyPath, above: KeyPath): boolean {
  return above.length <= path.length && above.every((key, index) => key === '*' || key === path[index])
}
