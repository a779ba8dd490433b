import {readText, updateFile} from '@rde/config'
import {fileReason} from '@rde/config/store/config-errors'
import {readAtMost} from '@rde/config/files/read-at-most'
import {RdeError} from '@rde/errors'
import {commandLine} from '@rde/process-runner'

/** Reads flags of the form `KEY=@FILE`; the values never appear on a command line. */
export async function readSecretFlags(flags: readonly string[]): Promise<Record<string, string>> {
  const entries = await Promise.all(flags.map(readSecretFlag))
  return Object.fromEntries(entries)
}

async function readSecretFlag(flag: string): Promise<readonly [string, string]> {
  const [, key, path] = /^([^=]+)=@(.+)$/s.exec(flag) ?? []
  if (key === undefined || path === undefined) {
    // Do not repeat the text: it may contain the secret.
    throw invalid('A secret must be given as KEY=@FILE, to keep its value off the command line.')
  }
  const bytes = await readAtMost(path, 1024 * 1024).catch((error: Error) => {
    throw invalid(`The secret ${key} cannot be read: ${fileReason(error)}.`)
  })
  return [key, secretText(key, bytes)]
}

/** Decodes a secret. Throws (exit 2) if it is not UTF-8 text: only the cluster stores arbitrary bytes. */
export function secretText(key: string, bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', {fatal: true, ignoreBOM: true}).decode(bytes)
  } catch {
    throw invalid(`The secret ${key} is not text. Run the workflow on the cluster, which stores any bytes.`)
  }
}

/** The secrets stored for a workflow's runs without a cluster. */
export async function readLocalSecrets(path: string): Promise<Record<string, string>> {
  return parseSecrets(await readText(path), path)
}

/** Stores a secret in a file that only its owner can read, or removes it. Safe with concurrent writers. */
export async function changeLocalSecret(path: string, key: string, value: string | undefined): Promise<void> {
  await updateFile(path, (text) => {
    const secrets = Object.entries(parseSecrets(text, path)).filter(([name]) => name !== key)
    if (value !== undefined) secrets.push([key, value])
    return `${JSON.stringify(Object.fromEntries(secrets), null, 2)}\n`
  })
}

function parseSecrets(text: string | undefined, path: string): Record<string, string> {
  try {
    return JSON.parse(text ?? '{}') as Record<string, string>
  } catch {
    // Do not use the parser's message: it quotes the file.
    throw new RdeError(`${path} is not JSON.`, {
      code: 'RDE_WORKFLOW_SECRET',
      exitCode: 2,
      outcome: 'Nothing was changed.',
      remedies: [{what: 'Start over without these secrets', command: commandLine({file: 'rm', args: [path]})}],
    })
  }
}

function invalid(message: string): RdeError {
  return new RdeError(message, {
    code: 'RDE_WORKFLOW_SECRET',
    exitCode: 2,
    outcome: 'Nothing was run.',
    remedies: [{what: 'Give it as a file', command: '--secret KEY=@FILE'}],
  })
}
