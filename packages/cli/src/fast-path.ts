import type {ToolRequest} from '@rde/plugin-kubectl/tool-request'

/**
 * Runs a passthrough without oclif and resolves with its exit code; `undefined` means: this one is oclif's.
 * Looks at one word, parses nothing, and leaves stdin and stdout alone, so that the tool gets them as we did.
 */
export async function fastPath([word, ...args]: readonly string[]): Promise<number | undefined> {
  if (word === 'kubectl') return runKubectl(args)
  if (word === 'helm') return runHelm(args)
  if (word === 'relay') return runRelay(args)
  return undefined
}

async function runKubectl(args: readonly string[]): Promise<number> {
  const {kubectlRequest} = await import('@rde/plugin-kubectl/kubectl-request')
  return handOver(await kubectlRequest(args))
}

async function runHelm(args: readonly string[]): Promise<number> {
  const {helmRequest} = await import('@rde/plugin-kubectl/helm-request')
  return handOver(await helmRequest(args))
}

async function runRelay(args: readonly string[]): Promise<number> {
  const {runRelayCli} = await import('@rde/plugin-relay/run-relay-cli')
  return runRelayCli(args)
}

async function handOver({notice, ...request}: ToolRequest): Promise<number> {
  if (notice !== undefined) {
    const {tell} = await import('@rde/process-runner/tell')
    tell(notice)
  }
  const {replaceProcess} = await import('@rde/process-runner/replace-process')
  replaceProcess(request)
  const {passthrough} = await import('@rde/process-runner/passthrough')
  return passthrough(request)
}
