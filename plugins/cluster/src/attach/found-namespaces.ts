import type {Kubectl} from '@rde/toolchain'

import {listNamespaces} from '../install/list-namespaces.js'

const configMap = {name: 'rde-found', namespace: 'kube-system'}
const key = 'namespaces'

/** Records in the cluster which namespaces existed before rde installed anything: rde must not remove them. */
export async function rememberFoundNamespaces(kubectl: Kubectl): Promise<void> {
  if ((await foundNamespaces(kubectl)) !== undefined) return
  const names = await listNamespaces(kubectl)
  await kubectl.apply([{apiVersion: 'v1', kind: 'ConfigMap', metadata: configMap, data: {[key]: names.join('\n')}}])
}

/** The namespaces that existed before rde; undefined if that was not recorded. */
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
