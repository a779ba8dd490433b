import {execFileSync} from 'node:child_process'

import {until} from './until.js'

interface AnyObject {
  readonly apiVersion: string
  readonly kind: string
  readonly metadata: {readonly name: string; readonly namespace?: string; readonly resourceVersion?: string}
  readonly status?: {readonly images?: unknown} | undefined
}

/** `kind namespace/name` of each object → the object as one line of JSON with sorted keys. */
export type Inventory = ReadonlyMap<string, string>

/** Skipped: events and metrics, which change, and old APIs, whose objects are also in a newer one. */
const passing = /^events\b|\.metrics\.k8s\.io$|^componentstatuses$|^endpoints$/

/** Every object of the cluster that can be listed, without what a cluster changes by itself. */
export function takeInventory(kubectl: Kubectl): Inventory {
  const kinds = kubectl('api-resources', '--verbs=list', '--output=name')
    .split('\n')
    .filter((name) => name !== '' && !passing.test(name))
  const all = ['get', kinds.join(','), '--all-namespaces', '--output=json', '--show-managed-fields']
  const {items} = JSON.parse(kubectl(...all)) as {items: readonly AnyObject[]}
  return new Map(items.map((object) => [nameOf(object), canonical(object)]))
}

/** Like `inventory`, once the cluster has settled. */
export async function steadyInventory(kubectl: Kubectl): Promise<Inventory> {
  let last = takeInventory(kubectl)
  await until('the cluster to change nothing by itself', () => {
    const now = takeInventory(kubectl)
    const same = differences(last, now).length === 0
    last = now
    return same
  })
  return last
}

/** The added, deleted and changed objects, each with its name; empty if nothing differs. */
export function differences(before: Inventory, after: Inventory): string[] {
  const names = [...new Set([...before.keys(), ...after.keys()])].sort()
  return names.flatMap((name) => {
    const [was, is] = [before.get(name), after.get(name)]
    if (was === is) return []
    if (was === undefined) return [`added: ${name}`]
    return is === undefined ? [`gone: ${name}`] : [`changed: ${name}\n  was ${was}\n  is  ${is}`]
  })
}

export type Kubectl = (...args: readonly string[]) => string

/** The real kubectl with the administrator's kubeconfig, without rde. */
export function kubectlOf(kubeconfig: string): Kubectl {
  const env = {...process.env, KUBECONFIG: kubeconfig}
  return (...args) => {
    const stdio: ['ignore', 'pipe', 'pipe'] = ['ignore', 'pipe', 'pipe']
    return execFileSync('kubectl', [...args], {env, encoding: 'utf8', stdio, maxBuffer: 2 ** 28, timeout: 300_000})
  }
}

function nameOf({kind, metadata: {namespace, name}}: AnyObject): string {
  return namespace === undefined ? `${kind} ${name}` : `${kind} ${namespace}/${name}`
}

function canonical({status, ...object}: AnyObject): string {
  return JSON.stringify({...object, status: withoutImages(object, status)}, (key, value: unknown) => {
    if (volatile.has(key) || isOfStatus(value)) return undefined
    return isRecord(value) ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))) : value
  })
}

/** Nodes report their images. */
function withoutImages({kind}: Pick<AnyObject, 'kind'>, status: AnyObject['status']): AnyObject['status'] {
  return kind === 'Node' ? {...status, images: undefined} : status
}

/** Heartbeats, and the times of writes. */
const volatile = new Set(['resourceVersion', 'renewTime', 'lastHeartbeatTime', 'lastTransitionTime', 'time'])

/** The managers of a status: kubelets change them all the time. */
function isOfStatus(value: unknown): boolean {
  return isRecord(value) && value['subresource'] === 'status' && value['fieldsType'] !== undefined
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
