import {toolRequest, type ToolRequest} from './tool-request.js'

/** A call of kubectl on rde's cluster; the user's own kubeconfig is neither read nor written. */
export function kubectlRequest(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>> = process.env,
): Promise<ToolRequest> {
  return toolRequest('kubectl', args, env)
}
