import {exitCodes, RdeError} from '@rde/errors'
import {isProcessError} from '@rde/process-runner'
import type {Kubectl} from '@rde/toolchain'

export interface ContextRequest {
  readonly context: string
  /** A file; what kubectl itself would read unless given. */
  readonly kubeconfig?: string | undefined
}

/** One context with its cluster and user, and nothing else. */
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
  if (server === undefined) throw unreadable(request, 'it names no cluster with a server')
  return {document, server}
}

/** The flags of kubectl that choose it. */
export function contextArguments({context, kubeconfig}: ContextRequest): string[] {
  return ['--context', context, ...(kubeconfig === undefined ? [] : ['--kubeconfig', kubeconfig])]
}

function unreadable({context, kubeconfig}: ContextRequest, words: string): RdeError {
  const file = kubeconfig === undefined ? '' : ` --kubeconfig ${kubeconfig}`
  return new RdeError(`The context ${context} cannot be read: ${words.trim().replace(/^error: /, '')}`, {
    code: 'RDE_CONTEXT_UNREADABLE',
    exitCode: exitCodes.usage,
    remedies: [{what: 'See the contexts', command: `kubectl config get-contexts${file}`}],
    outcome: 'Nothing was changed.',
  })
}
