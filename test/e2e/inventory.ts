import {execFileSync} from 'node:child_process'

import {until} from './until.js'

interface AnyObject {
  readonly apiVersion: string
  readonly kind: string
  readonly metadata: {readonly name: string; readonly namespace?: string; readonly resourceVersion?: string}
  readonly status?: {readonly images?: unknown} | undefined
}

/** `kind namespace/name` of each object with all of it, as one line of JSON whose keys are in order. */
export type Inventory = ReadonlyMap<string, string>

/** What events and metrics tell passes, and of an old API the objects are those of a newer one. */
const passing = /^events\b|\.metrics\.k8s\.io$|^componentstatuses$|^endpoints$/

/** Every object of the cluster that can be listed, but for what a cluster changes by itself. */
export function takeInventory(kubectl: Kubectl): Inventory {
  const kinds = kubectl('api-resources', '--verbs=list', '--output=name')
    .split('\n')
    .filter((name) => name !== '' && !passing.test(name))
  const all = ['get', kinds.join(','), '--all-namespaces', '--output=json', '--show-managed-fields']
  const {items} = JSON.parse(kubectl(...all)) as {items: readonly AnyObject[]}
  return new Map(items.map((object) => [nameOf(object), canonical(object)]))
}

/** The same when the cluster has done what it does by itself. */
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

/** What was added, what is gone, and what is another, each by its name; empty where nothing differs. */
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

/** The real kubectl, by the administrator's kubeconfig and not by way of rde. */
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

/** A node tells which images it has. */
function withoutImages({kind}: Pick<AnyObject, 'kind'>, status: AnyObject['status']): AnyObject['status'] {
  return kind === 'Node' ? {...status, images: undefined} : status
}

/** Heartbeats, and when who wrote. */
const volatile = new Set(['resourceVersion', 'renewTime', 'lastHeartbeatTime', 'lastTransitionTime', 'time'])

/** Who wrote which part of a status: kubelets do it all the time. */
function isOfStatus(value: unknown): boolean {
  return isRecord(value) && value['subresource'] === 'status' && value['fieldsType'] !== undefined
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
