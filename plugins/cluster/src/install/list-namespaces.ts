import type {Kubectl} from '@rde/toolchain'

/** The names of all namespaces, or of those that have these labels. */
export async function listNamespaces(
  kubectl: Kubectl,
  labels: Readonly<Record<string, string>> = {},
): Promise<string[]> {
  const selector = Object.entries(labels).map(([key, value]) => `${key}=${value}`)
  const chosen = selector.length === 0 ? [] : ['--selector', selector.join(',')]
  const printed = await kubectl.run('get', 'namespaces', ...chosen, '--output=name')
  return printed.split('\n').flatMap((line) => (line === '' ? [] : [line.replace('namespace/', '')]))
}
