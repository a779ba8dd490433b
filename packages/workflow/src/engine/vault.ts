import {RdeError} from '@rde/errors'
import {isProcessError, type Secrets} from '@rde/process-runner'
import type {Kubectl} from '@rde/toolchain/wrappers/kubectl'
import {vaultPlace} from '@rde/toolchain/cluster/relay-core-places'

import {vaultMount} from '../resources/names.js'

/** Reads the token before it becomes Vault's client, so that the token stands on no command line. */
const login = 'read -r VAULT_TOKEN; export VAULT_TOKEN VAULT_ADDR=http://127.0.0.1:8200; '
const client = `${login}exec vault "$@"`

/** What Vault's client prints of an entry. */
interface Kept {
  readonly data?: {readonly data?: {readonly value?: unknown} | null}
}

/** Prints the path of each entry below the given ones, and the entry after it. The first two lines of a list are its head. */
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
 * The cluster's Vault, where relay-core reads secrets and connections. By Vault's own client in its pod: the API server's proxy
 * passes no token on. All that is secret travels by standard input and output, and nothing of it is shown.
 */
export class Vault {
  constructor(
    private readonly kubectl: Kubectl,
    private readonly secrets: Pick<Secrets, 'learn'>,
  ) {}

  /** The keys below a path, folders with a slash at their end; none where nothing is kept. */
  async list(path: string): Promise<string[]> {
    const printed = await this.#run(client, ['kv', 'list', '-format=json', full(path)]).catch((error: unknown) => {
      // What Vault's client says where nothing is kept: an empty object, with exit code 2.
      if (isProcessError(error) && error.exitCode === 2 && /^\s*(command terminated.*)?\s*$/.test(error.stderr))
        return '[]'
      throw explained(error)
    })
    return this.kubectl.read(printed, (text) => JSON.parse(text) as string[])
  }

  /** A former value is replaced. */
  async put(path: string, value: string): Promise<void> {
    this.secrets.learn(value)
    const input = JSON.stringify({value})
    await this.#run(client, ['kv', 'put', full(path), '-'], input).catch((error: unknown) => {
      throw explained(error)
    })
  }

  /** With all its versions: what is only marked as deleted would still be listed. */
  async delete(path: string): Promise<void> {
    await this.#run(client, ['kv', 'metadata', 'delete', full(path)]).catch((error: unknown) => {
      throw explained(error)
    })
  }

  /** All values below some paths, by path. */
  async readAll(...paths: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const printed = await this.#run(walk, paths.map(full)).catch((error: unknown) => {
      throw explained(error)
    })
    const values = new Map<string, string>()
    for (const [, path, json] of printed.matchAll(/^([^{}\n]+)\n(\{\n.*?\n\})$/gms)) {
      const value = this.kubectl.read(json!, (text) => (JSON.parse(text) as Kept).data?.data?.value)
      if (typeof value === 'string') values.set(path!.slice(vaultMount.length + 1), value)
    }
    this.secrets.learn([...values.values()])
    return values
  }

  async #run(script: string, args: readonly string[], input = ''): Promise<string> {
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
    const items = await this.kubectl.list<SecretObject>(
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

function full(path: string): string {
  return `${vaultMount}/${path}`
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
