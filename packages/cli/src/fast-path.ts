import {helmRequest} from '@rde/plugin-kubectl/helm-request'
import {kubectlRequest} from '@rde/plugin-kubectl/kubectl-request'
import type {ToolRequest} from '@rde/plugin-kubectl/tool-request'
import {passthrough} from '@rde/process-runner/passthrough'
import {replaceProcess} from '@rde/process-runner/replace-process'
import {tell} from '@rde/process-runner/tell'

/**
 * Runs a passthrough without oclif and resolves with its exit code; `undefined`: not a passthrough. Looks at one word, parses
 * nothing, and leaves stdin and stdout alone, so that the tool gets them as we did. What this file imports statically is
 * one file of the bundle, which every call of rde loads.
 */
export async function fastPath([word, ...args]: readonly string[]): Promise<number | undefined> {
  if (word === 'kubectl') return handOver(await kubectlRequest(args))
  if (word === 'helm') return handOver(await helmRequest(args))
  if (word === 'relay') return (await import('@rde/plugin-relay/run-relay-cli')).runRelayCli(args)
  return undefined
}

async function handOver({notice, ...request}: ToolRequest): Promise<number> {
  if (notice !== undefined) tell(notice)
  replaceProcess(request)
  return passthrough(request)
}
