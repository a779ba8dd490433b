import {DataDirectory} from '@rde/config/data-directory'
import {lentKubeconfig} from '@rde/config/lent-kubeconfig'
import type {ProcessRequest} from '@rde/process-runner'
import {findLentTool, type LentTool} from '@rde/toolchain/lent-tool'

export interface ToolRequest extends ProcessRequest {
  /** One line for the user, to be said before the tool runs. */
  readonly notice?: string
}

type Environment = Readonly<Record<string, string | undefined>>

/**
 * A call of a tool on rde's cluster: words untouched, environment as it is, but for what says which cluster.
 * Used by the commands and by the fast path, so it loads neither oclif nor execa.
 */
export async function toolRequest(tool: LentTool, args: readonly string[], env: Environment): Promise<ToolRequest> {
  const data = DataDirectory.fromEnvironment(env)
  const file = findLentTool(tool, {env, folder: data.tools})
  const {path: kubeconfig, notice} = await lentKubeconfig(data)
  return {
    file,
    args,
    env: {
      ...without(env, /^HELM_KUBE/),
      KUBECONFIG: kubeconfig,
      ...(notice === undefined && !env['KUBECACHEDIR'] && {KUBECACHEDIR: data.kubectlCache}),
    },
    ...(notice !== undefined && {notice}),
  }
}

/** Helm obeys its own variables before any kubeconfig. */
function without(env: Environment, names: RegExp): Record<string, undefined> {
  const unwanted = Object.keys(env).filter((name) => names.test(name))
  return Object.fromEntries(unwanted.map((name) => [name, undefined]))
}
