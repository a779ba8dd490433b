import {RdeError} from '@rde/errors'
import type {PhaseContext} from '@rde/plugin-kit'
import type {PreparedComponent} from '@rde/stack'
import {waitFor} from '@rde/time'
import type {Kubectl} from '@rde/toolchain'

import {namespacesOf} from './prepared-component.js'

/** Kubernetes itself needs some seconds for a namespace; finalizers get a minute. */
const finalizersMs = 60_000

/**
 * Waits for pending deletions of the component's namespaces and definitions: anything applied earlier would be deleted
 * with them. Rejects with `RDE_DELETION_HANGS` and Kubernetes' message if they do not end.
 */
export async function awaitDeletions(
  prepared: PreparedComponent,
  context: PhaseContext,
  timeoutMs = finalizersMs,
): Promise<void> {
  const {kubectl, report, signal} = context
  let last: Deletion | undefined
  const look = async () => {
    ;[last] = await deletions(prepared, kubectl)
    return last === undefined ? {done: undefined} : {missing: `waiting for ${last.resource} to be deleted`}
  }
  await waitFor(look, {signal, report, timeoutMs, onTimeout: () => hangs(last!)})
}

interface Deletable {
  readonly kind: string
  readonly metadata: {readonly name: string; readonly deletionTimestamp?: string}
  readonly spec?: {readonly scope?: string}
  readonly status?: {readonly conditions?: ReadonlyArray<{type: string; status: string; message?: string}>}
}

interface Deletion {
  /** For messages. */
  readonly resource: string
  readonly why: string
  /** Arguments of `kubectl get` that show what blocks it. */
  readonly held: string
}

async function deletions(prepared: PreparedComponent, kubectl: Kubectl): Promise<Deletion[]> {
  const names = [
    ...namespacesOf(prepared).map((name) => `namespaces/${name}`),
    ...prepared.crds.map(({metadata: {name}}) => `customresourcedefinitions.apiextensions.k8s.io/${name}`),
  ]
  if (names.length === 0) return []
  const printed = await kubectl.run('get', ...names, '--ignore-not-found', '--output=json')
  const isEnding = ({metadata}: Deletable) => metadata.deletionTimestamp !== undefined
  return kubectl.read(printed, (text) => readFound(text).filter(isEnding).map(deletion))
}

/** kubectl prints an object for a single name, a list for several, and nothing for missing ones. */
function readFound(printed: string): readonly Deletable[] {
  if (printed.trim() === '') return []
  const found = JSON.parse(printed) as Deletable & {readonly items?: readonly Deletable[]}
  return found.items ?? [found]
}

function deletion({kind, metadata: {name}, status}: Deletable): Deletion {
  const messages = status?.conditions?.filter(({status: holds, type}) => holds === 'True' && givesReason(type)) ?? []
  const why = messages.map(({message = ''}) => message).join(' ')
  return kind === 'Namespace'
    ? {resource: `namespace ${name}`, why, held: `namespace ${name} --output yaml`}
    : {resource: `resource definition ${name}`, why, held: `${name} --all-namespaces`}
}

function givesReason(type: string): boolean {
  return ['Terminating', 'NamespaceContentRemaining', 'NamespaceFinalizersRemaining'].includes(type)
}

function hangs({resource, why, held}: Deletion): RdeError {
  return new RdeError(`${resource} cannot be deleted${why === '' ? '.' : `: ${why}`}`, {
    code: 'RDE_DELETION_HANGS',
    outcome: 'The cluster was kept; rde cluster start continues here.',
    remedies: [
      {what: 'See what is left: its finalizers block the deletion', command: `rde kubectl get ${held}`},
      {what: 'Once it is deleted', command: 'rde cluster start'},
      {what: 'Or start over', command: 'rde cluster delete && rde cluster start'},
    ],
  })
}
