import {fileURLToPath} from 'node:url'

import {DataDirectory} from '@rde/config/data-directory'
import {freshKubeconfig} from '@rde/config/fresh-kubeconfig'
import type {ProcessRequest} from '@rde/process-runner'

import {findTool, type LentTool} from './find-tool.js'

export interface ToolRequest extends ProcessRequest {
  /** One line for the user, to be said before the tool runs. */
  readonly notice?: string
}

type Environment = Readonly<Record<string, string | undefined>>

const noCluster = fileURLToPath(new URL('../no-cluster.kubeconfig.yaml', import.meta.url))

/**
 * A call of a tool on rde's cluster: words untouched, environment as it is, but for what says which cluster.
 * Used by the commands and by the fast path, so it loads neither oclif nor execa.
 */
export async function toolRequest(tool: LentTool, args: readonly string[], env: Environment): Promise<ToolRequest> {
  const data = DataDirectory.fromEnvironment(env)
  const file = findTool(tool, {env, folder: data.tools})
  const kubeconfig = await freshKubeconfig(data)
  return {
    file,
    args,
    env: {
      ...without(env, /^HELM_KUBE/),
      KUBECONFIG: kubeconfig ?? noCluster,
      ...(kubeconfig !== undefined && !env['KUBECACHEDIR'] && {KUBECACHEDIR: data.kubectlCache}),
    },
    ...(kubeconfig === undefined && {notice: 'rde: there is no cluster. Start one: rde cluster start'}),
  }
}

/** Helm obeys its own variables before any kubeconfig. */
function without(env: Environment, names: RegExp): Record<string, undefined> {
  const unwanted = Object.keys(env).filter((name) => names.test(name))
  return Object.fromEntries(unwanted.map((name) => [name, undefined]))
}
