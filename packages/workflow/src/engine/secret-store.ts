import {RdeError} from '@rde/errors'
import {isProcessError, type Secrets} from '@rde/process-runner'
import type {Kubectl} from '@rde/toolchain/kubectl'
import {vaultPlace} from '@rde/toolchain/relay-core-places'

import {secretsPath, vaultMount} from '../resources/names.js'

/** Where a secret is: `!Secret KEY` in a step of this workflow. */
export interface SecretName {
  readonly workflow: string
  readonly key: string
}

/** Reads the token before it becomes Vault's client, so that the token stands on no command line. */
const script = 'read -r VAULT_TOKEN; export VAULT_TOKEN VAULT_ADDR=http://127.0.0.1:8200; exec vault "$@"'

/**
 * The secrets of workflows, in the cluster's Vault at the paths that relay-core reads. By Vault's own client in its pod: the
 * API server's proxy passes no token on. All that is secret travels by standard input, and nothing of it is shown.
 */
export class SecretStore {
  constructor(
    private readonly kubectl: Kubectl,
    private readonly secrets: Pick<Secrets, 'learn'>,
  ) {}

  /** The keys in alphabetical order; none where the workflow has no secret. */
  async list(workflow: string): Promise<string[]> {
    const printed = await this.#vault(['kv', 'list', '-format=json', `${vaultMount}/${secretsPath(workflow)}`]).catch(
      (error: unknown) => {
        // What Vault's client says where nothing is kept: an empty object, with exit code 2.
        if (isProcessError(error) && error.exitCode === 2 && /^\s*(command terminated.*)?\s*$/.test(error.stderr))
          return '[]'
        throw explained(error)
      },
    )
    return (JSON.parse(printed) as string[]).sort()
  }

  /** Any bytes; a former value is replaced. */
  async set(name: SecretName, value: Uint8Array): Promise<void> {
    checkSecretKey(name.key)
    const stored = storedValue(value)
    this.secrets.learn(stored)
    const input = JSON.stringify({value: stored})
    await this.#vault(['kv', 'put', pathOf(name), '-'], input).catch((error: unknown) => {
      throw explained(error)
    })
  }

  /** Whether there was one to delete. */
  async delete(name: SecretName): Promise<boolean> {
    checkSecretKey(name.key)
    if (!(await this.list(name.workflow)).includes(name.key)) return false
    // With all its versions: what is only marked as deleted would still be listed.
    await this.#vault(['kv', 'metadata', 'delete', pathOf(name)]).catch((error: unknown) => {
      throw explained(error)
    })
    return true
  }

  async #vault(args: readonly string[], input = ''): Promise<string> {
    const token = await this.#token()
    const {namespace, pod, container} = vaultPlace
    const command = ['sh', '-c', script, 'sh', ...args]
    const place = {namespace, pod, container}
    return this.kubectl.exec({...place, command, input: `${token}\n${input}`, hidesInput: true})
  }

  async #token(): Promise<string> {
    const {namespace, secret, tokenKey} = vaultPlace
    type SecretObject = {data?: Record<string, string>}
    const selector = `metadata.name=${secret}`
    const {items} = await this.kubectl.get<{items: SecretObject[]}>(
      'secrets',
      '--namespace',
      namespace,
      '--field-selector',
      selector,
    )
    const token = Buffer.from(items[0]?.data?.[tokenKey] ?? '', 'base64').toString()
    if (token === '') throw vaultAway('it has not been set up')
    this.secrets.learn(token)
    return token
  }
}

function pathOf({workflow, key}: SecretName): string {
  return `${vaultMount}/${secretsPath(workflow)}/${key}`
}

/** Throws (exit 2) for a key that relay-core could not find again: with a slash it would be a folder. */
export function checkSecretKey(key: string): void {
  if (/^[A-Za-z0-9_.][A-Za-z0-9_.-]*$/.test(key) && key !== '.' && key !== '..') return
  throw new RdeError(`"${key}" cannot be the key of a secret.`, {
    code: 'RDE_SECRET_KEY',
    exitCode: 2,
    remedies: [{what: 'Use letters, digits, "_", "-" and "."', command: 'rde workflow secret set NAME api-token'}],
    outcome: 'Nothing was changed.',
  })
}

function explained(error: unknown): unknown {
  if (!isProcessError(error)) return error
  if (/sealed/i.test(error.stderr)) return vaultAway('it is sealed')
  if (/not found|connection refused|unable to upgrade|container not found/i.test(error.stderr)) {
    return vaultAway('its pod does not run')
  }
  if (/permission denied|invalid token/i.test(error.stderr))
    return vaultAway('it does not know the token of its Secret')
  return error
}

function vaultAway(why: string): RdeError {
  return new RdeError(`Vault, which keeps the secrets, does not serve: ${why}.`, {
    code: 'RDE_VAULT_AWAY',
    remedies: [{what: 'Let rde fix it', command: 'rde cluster start'}],
    outcome: 'Nothing was changed.',
  })
}

const binaryPrefix = 'base64:'

/**
 * How Vault is to keep the bytes of a secret: text as it is; base64 behind a prefix for what is no text, and for a text that
 * relay-core would take for that.
 */
export function storedValue(bytes: Uint8Array): string {
  const text = decode(bytes)
  return text === undefined || text.includes('\0') || text.startsWith(binaryPrefix)
    ? binaryPrefix + Buffer.from(bytes).toString('base64')
    : text
}

function decode(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', {fatal: true, ignoreBOM: true}).decode(bytes)
  } catch {
    return undefined
  }
}
