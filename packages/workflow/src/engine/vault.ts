import {RdeError} from '@rde/errors'
import {isProcessError, type Secrets} from '@rde/process-runner'
import type {Kubectl} from '@rde/toolchain/wrappers/kubectl'
import {vaultLocation} from '@rde/toolchain/cluster/relay-core-places'

import {vaultMount} from '../resources/names.js'

/** Reads the token from standard input before it starts Vault's client, so that no command line contains the token. */
const login = 'read -r VAULT_TOKEN; export VAULT_TOKEN VAULT_ADDR=http://127.0.0.1:8200; '
const client = `${login}exec vault "$@"`

/** An entry as Vault's client prints it. */
interface Entry {
  readonly data?: {readonly data?: {readonly value?: unknown} | null}
}

/** Prints each entry below the given paths: its path, then the entry. The first two lines of a list are its header. */
const walk = `${login}
walk() {
  vault kv list "$1" 2>/dev/null | { read -r head; read -r line; while read -r key; do
    case $key in
      */) walk "$1/\${key%/}" ;;
      *) echo "$1/$key"; vault kv get -format=json "$1/$key" </dev/null ;;
    esac
  done; }
}
vault token lookup >/dev/null || exit
for path; do walk "$path"; done`

/**
 * The cluster's Vault, where relay-core reads secrets and connections. Uses Vault's client in its pod, since the API
 * server's proxy does not forward tokens. Secrets are passed only through standard input and output, which are not
 * shown.
 */
export class Vault {
  constructor(
    private readonly kubectl: Kubectl,
    private readonly secrets: Pick<Secrets, 'learn'>,
  ) {}

  /** The keys below a path, folders with a trailing slash; empty if nothing is stored there. */
  async list(path: string): Promise<string[]> {
    const printed = await this.#run(client, ['kv', 'list', '-format=json', mountedPath(path)]).catch(
      (error: unknown) => {
        // If nothing is stored there, Vault's client prints an empty object and exits with code 2.
        if (isProcessError(error) && error.exitCode === 2 && /^\s*(command terminated.*)?\s*$/.test(error.stderr))
          return '[]'
        throw explainError(error)
      },
    )
    return this.kubectl.read(printed, (text) => JSON.parse(text) as string[])
  }

  /** Replaces an existing value. */
  async put(path: string, value: string): Promise<void> {
    this.secrets.learn(value)
    const input = JSON.stringify({value})
    await this.#run(client, ['kv', 'put', mountedPath(path), '-'], input).catch((error: unknown) => {
      throw explainError(error)
    })
  }

  /** Deletes all versions: an entry that is only marked as deleted would still be listed. */
  async delete(path: string): Promise<void> {
    await this.#run(client, ['kv', 'metadata', 'delete', mountedPath(path)]).catch((error: unknown) => {
      throw explainError(error)
    })
  }

  /** All values below the given paths, by path. */
  async readAll(...paths: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const printed = await this.#run(walk, paths.map(mountedPath)).catch((error: unknown) => {
      throw explainError(error)
    })
    const values = new Map<string, string>()
    for (const [, path, json] of printed.matchAll(/^([^{}\n]+)\n(\{\n.*?\n\})$/gms)) {
      const value = this.kubectl.read(json!, (text) => (JSON.parse(text) as Entry).data?.data?.value)
      if (typeof value === 'string') values.set(path!.slice(vaultMount.length + 1), value)
    }
    this.secrets.learn([...values.values()])
    return values
  }

  async #run(script: string, args: readonly string[], input = ''): Promise<string> {
    const token = await this.#token()
    const {namespace, pod, container} = vaultLocation
    const command = ['sh', '-c', script, 'sh', ...args]
    return this.kubectl.exec({namespace, pod, container, command, input: `${token}\n${input}`, hidesInput: true})
  }

  async #token(): Promise<string> {
    const {namespace, secret, tokenKey} = vaultLocation
    type SecretObject = {data?: Record<string, string>}
    const selector = `metadata.name=${secret}`
    const items = await this.kubectl.list<SecretObject>(
      'secrets',
      '--namespace',
      namespace,
      '--field-selector',
      selector,
    )
    const token = Buffer.from(items[0]?.data?.[tokenKey] ?? '', 'base64').toString()
    if (token === '') throw vaultUnavailable('it has not been set up')
    this.secrets.learn(token)
    return token
  }
}

function mountedPath(path: string): string {
  return `${vaultMount}/${path}`
}

function explainError(error: unknown): unknown {
  if (!isProcessError(error)) return error
  if (/sealed/i.test(error.stderr)) return vaultUnavailable('it is sealed')
  if (/not found|connection refused|unable to upgrade|container not found/i.test(error.stderr)) {
    return vaultUnavailable('its pod is not running')
  }
  if (/permission denied|invalid token/i.test(error.stderr))
    return vaultUnavailable('it rejects the token in its Secret')
  return error
}

function vaultUnavailable(reason: string): RdeError {
  return new RdeError(`Vault, which stores the secrets, is not available: ${reason}.`, {
    code: 'RDE_VAULT_AWAY',
    remedies: [{what: 'Let rde fix it', command: 'rde cluster start'}],
    outcome: 'Nothing was changed.',
  })
}
