import {DataDirectory} from '@rde/config/cluster/data-directory'
import {passthroughKubeconfig} from '@rde/config/derived/passthrough-kubeconfig'
import type {ProcessRequest} from '@rde/process-runner'
import {findPassthroughTool, type PassthroughTool} from '@rde/toolchain/tools/passthrough-tool'

export interface ToolRequest extends ProcessRequest {
  /** Printed before the tool runs. */
  readonly notice?: string
}

type Environment = Readonly<Record<string, string | undefined>>

/**
 * A call of kubectl or helm on rde's cluster: the words as typed, the environment as it is except for what chooses a cluster.
 * For the fast path as well: loads only Node.
 */
export async function toolRequest(
  tool: PassthroughTool,
  args: readonly string[],
  env: Environment = process.env,
): Promise<ToolRequest> {
  const data = DataDirectory.fromEnvironment(env)
  // First: a name that no cluster can have must not get into a hint about the tool.
  const {path: kubeconfig, exists, notice} = await passthroughKubeconfig(data)
  const file = findPassthroughTool(tool, {env, folder: data.tools})
  return {
    file,
    args,
    env: {
      ...without(env, /^HELM_KUBE/),
      KUBECONFIG: kubeconfig,
      ...(exists && !env['KUBECACHEDIR'] && {KUBECACHEDIR: data.kubectlCache}),
    },
    ...(notice !== undefined && {notice}),
  }
}

/** Helm obeys its own variables before any kubeconfig. */
function without(env: Environment, names: RegExp): Record<string, undefined> {
  const unwanted = Object.keys(env).filter((name) => names.test(name))
  return Object.fromEntries(unwanted.map((name) => [name, undefined]))
}
