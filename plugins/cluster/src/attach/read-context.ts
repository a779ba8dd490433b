import {exitCodes, RdeError} from '@rde/errors'
import {isProcessError} from '@rde/process-runner'
import type {Kubectl} from '@rde/toolchain'

export interface ContextRequest {
  readonly context: string
  /** The kubeconfig file; by default the one that kubectl reads. */
  readonly kubeconfig?: string | undefined
}

/** A kubeconfig with one context, its cluster and its user. */
export interface KubeconfigContext {
  readonly document: Record<string, unknown>
  readonly server: string
}

interface Kubeconfig extends Record<string, unknown> {
  readonly clusters?: ReadonlyArray<{readonly cluster?: {readonly server?: string}}> | null
}

/** Reads one context of the user's kubeconfig. Writes nothing. */
export async function readContext(request: ContextRequest, kubectl: Kubectl): Promise<KubeconfigContext> {
  const {context, kubeconfig} = request
  const document = await kubectl.exportContext<Kubeconfig>(context, kubeconfig).catch((error: unknown) => {
    throw isProcessError(error) && error.failure === 'exit-code' ? unreadable(request, error.stderr) : error
  })
  const server = document.clusters?.[0]?.cluster?.server
  if (server === undefined) throw unreadable(request, 'it has no cluster with a server')
  return {document, server}
}

/** The flags of kubectl that select the context. */
export function contextArguments({context, kubeconfig}: ContextRequest): string[] {
  return ['--context', context, ...(kubeconfig === undefined ? [] : ['--kubeconfig', kubeconfig])]
}

function unreadable({context, kubeconfig}: ContextRequest, reason: string): RdeError {
  const file = kubeconfig === undefined ? '' : ` --kubeconfig ${kubeconfig}`
  return new RdeError(`The context ${context} cannot be read: ${reason.trim().replace(/^error: /, '')}`, {
    code: 'RDE_CONTEXT_UNREADABLE',
    exitCode: exitCodes.usage,
    remedies: [{what: 'See the contexts', command: `kubectl config get-contexts${file}`}],
    outcome: 'Nothing was changed.',
  })
}
