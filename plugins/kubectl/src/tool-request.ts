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
 * A call of kubectl or helm on rde's cluster: the arguments as typed, and the environment without variables that choose
 * a cluster. Also used by the fast path, so it loads only Node modules.
 */
export async function toolRequest(
  tool: PassthroughTool,
  args: readonly string[],
  env: Environment = process.env,
): Promise<ToolRequest> {
  const data = DataDirectory.fromEnvironment(env)
  // First, so that an invalid cluster name does not appear in a hint about the tool.
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

/** Unsets variables: Helm prefers its own variables to any kubeconfig. */
function without(env: Environment, names: RegExp): Record<string, undefined> {
  const unwanted = Object.keys(env).filter((name) => names.test(name))
  return Object.fromEntries(unwanted.map((name) => [name, undefined]))
}
