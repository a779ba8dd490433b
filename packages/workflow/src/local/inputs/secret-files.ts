import {readText, updateFile} from '@rde/config'
import {fileReason} from '@rde/config/store/config-errors'
import {readAtMost} from '@rde/config/files/read-at-most'
import {RdeError} from '@rde/errors'
import {commandLine} from '@rde/process-runner'

/** `KEY=@FILE`: the values never stand on a command line. */
export async function readSecretFlags(flags: readonly string[]): Promise<Record<string, string>> {
  const entries = await Promise.all(flags.map(readSecretFlag))
  return Object.fromEntries(entries)
}

async function readSecretFlag(flag: string): Promise<readonly [string, string]> {
  const [, key, path] = /^([^=]+)=@(.+)$/s.exec(flag) ?? []
  if (key === undefined || path === undefined) {
    // Not the text itself: it may hold the secret.
    throw invalid('A secret is given as KEY=@FILE, so that its value shows nowhere.')
  }
  const bytes = await readAtMost(path, 1024 * 1024).catch((error: Error) => {
    throw invalid(`The secret ${key} cannot be read: ${fileReason(error)}.`)
  })
  return [key, secretText(key, bytes)]
}

/** A secret's bytes as the text that steps read. Throws (exit 2) where they are none: only the cluster keeps any bytes. */
export function secretText(key: string, bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', {fatal: true, ignoreBOM: true}).decode(bytes)
  } catch {
    throw invalid(`The secret ${key} is not text. Run it on the cluster, which keeps any bytes.`)
  }
}

/** The secrets that are kept for a workflow's runs without a cluster. */
export async function readLocalSecrets(path: string): Promise<Record<string, string>> {
  return parseSecrets(await readText(path), path)
}

/** Keeps a secret (in a file that its owner alone can read), or forgets it. Others may change the same file meanwhile. */
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
    // Not the parser's own words: they repeat the file.
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
