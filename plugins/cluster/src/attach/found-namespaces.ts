import type {Kubectl} from '@rde/toolchain'

import {listNamespaces} from '../install/list-namespaces.js'

const configMap = {name: 'rde-found', namespace: 'kube-system'}
const key = 'namespaces'

/** Notes in the cluster which namespaces it had before rde installed anything there: what is in them is not rde's to remove. */
export async function rememberFoundNamespaces(kubectl: Kubectl): Promise<void> {
  if ((await foundNamespaces(kubectl)) !== undefined) return
  const names = await listNamespaces(kubectl)
  await kubectl.apply([{apiVersion: 'v1', kind: 'ConfigMap', metadata: configMap, data: {[key]: names.join('\n')}}])
}

/** The namespaces that were there before rde; undefined where that was not noted. */
export async function foundNamespaces(kubectl: Kubectl): Promise<ReadonlySet<string> | undefined> {
  const {name, namespace} = configMap
  const args = ['--namespace', namespace, '--ignore-not-found', `--output=jsonpath={.data.${key}}`]
  const text = await kubectl.run('get', 'configmap', name, ...args)
  return text === '' ? undefined : new Set(text.split('\n'))
}

export async function forgetFoundNamespaces(kubectl: Kubectl): Promise<void> {
  const {name, namespace} = configMap
  await kubectl.run('delete', 'configmap', name, '--namespace', namespace, '--ignore-not-found')
}
