import {toolRequest} from '@rde/plugin-kubectl/tool-request'
import {passthrough} from '@rde/process-runner/passthrough/passthrough'
import {replaceProcess} from '@rde/process-runner/passthrough/replace-process'
import {printNotice} from '@rde/process-runner/passthrough/print-notice'

/**
 * Runs a passthrough without oclif and resolves with its exit code; `undefined` if it is not a passthrough. Looks at
 * one word, parses nothing and does not touch stdin or stdout, so the tool inherits them unchanged. The static imports
 * of this file are in the one bundle file that every call of rde loads.
 */
export async function fastPath([word, ...args]: readonly string[]): Promise<number | undefined> {
  if (word === 'kubectl' || word === 'helm') return runTool(word, args)
  if (word === 'relay') return (await import('@rde/plugin-relay/run-relay-cli')).runRelayCli(args)
  return undefined
}

async function runTool(tool: 'kubectl' | 'helm', args: readonly string[]): Promise<number> {
  const {notice, ...request} = await toolRequest(tool, args)
  if (notice !== undefined) printNotice(notice)
  replaceProcess(request)
  return passthrough(request)
}
