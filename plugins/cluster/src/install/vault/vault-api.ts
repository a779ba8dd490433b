import {RdeError} from '@rde/errors'
import {isProcessError} from '@rde/process-runner'
import type {Kubectl} from '@rde/toolchain'
import {vaultLocation, vaultSystemPath} from '@rde/toolchain/cluster/relay-core-places'
import * as z from 'zod'

export interface VaultCredentials {
  readonly rootToken: string
  readonly unsealKeys: readonly string[]
}

const sealStatus = z.looseObject({initialized: z.boolean(), sealed: z.boolean(), version: z.string()})
const listed = z.tuple([
  z.looseObject({data: z.looseObject({secret: z.looseObject({}), auth: z.looseObject({})})}),
  z.array(z.string()),
])
const initialised = z.looseObject({keys: z.array(z.string()).min(1), root_token: z.string()})

export type SealStatus = z.infer<typeof sealStatus>

/** Vault's API through the API server's proxy: opens no port, and passes secrets on standard input. */
export class VaultApi {
  constructor(private readonly kubectl: Kubectl) {}

  async sealStatus(): Promise<SealStatus> {
    return this.#read(sealStatus, await this.kubectl.raw(`${vaultSystemPath}/seal-status`))
  }

  /** Uses a single unseal key: there is only one key holder. */
  async initialise(): Promise<VaultCredentials> {
    const answer = await this.kubectl.post(`${vaultSystemPath}/init`, {secret_shares: 1, secret_threshold: 1})
    const {keys, root_token: rootToken} = this.#read(initialised, answer)
    return {rootToken, unsealKeys: keys}
  }

  /** Resolves with whether Vault is open now; a wrong key also resolves with `false`. */
  async unseal(keys: readonly string[]): Promise<boolean> {
    let open = false
    for (const key of keys) {
      const answer = await this.kubectl.post(`${vaultSystemPath}/unseal`, {key}).catch(refused)
      if (answer === undefined) return false
      open = !this.#read(sealStatus, answer).sealed
    }
    return open
  }

  /** Whether Vault knows the token. */
  async knows(token: string): Promise<boolean> {
    return this.#vault(['vault', 'token', 'lookup'], token).then(
      () => true,
      (error: unknown) => {
        if (isProcessError(error) && /permission denied|bad token|invalid token/i.test(error.stderr)) return false
        throw error
      },
    )
  }

  /** Lists the missing mounts, auth methods and policies of relay-core. Its vault-init creates them. */
  async missing(token: string): Promise<string[]> {
    // Both kinds of mounts in one call: starting Vault's client costs as much as the rest of the query.
    const script = 'vault read -format=json sys/internal/ui/mounts && echo , && vault policy list -format=json'
    const printed = await this.#vault(['sh', '-c', script], token)
    const [{data}, policies] = this.#read(listed, `[${printed}]`)
    return [
      ...wanted.mounts.filter((mount) => !(mount in data.secret)).map((mount) => `mount ${mount}`),
      ...wanted.auths.filter((auth) => !(auth in data.auth)).map((auth) => `auth method ${auth}`),
      ...wanted.policies.filter((policy) => !policies.includes(policy)).map((policy) => `policy ${policy}`),
    ]
  }

  #read<Shape extends z.ZodType>(shape: Shape, answer: string): z.infer<Shape> {
    return this.kubectl.read(answer, (printed) => shape.parse(JSON.parse(printed)))
  }

  /** Runs Vault's client in its pod. The token goes to standard input, so that it is on no command line. */
  async #vault(command: readonly string[], token: string): Promise<string> {
    const script = 'read -r VAULT_TOKEN; export VAULT_TOKEN VAULT_ADDR=http://127.0.0.1:8200; exec "$@"'
    const {namespace, pod, container} = vaultLocation
    const argv = ['sh', '-c', script, 'sh', ...command]
    return this.kubectl.exec({namespace, pod, container, command: argv, input: `${token}\n`})
  }
}

/** What relay-core's vault-init creates. */
const wanted = {
  mounts: ['customers/', 'transit-tenants/'],
  auths: ['kubernetes/', 'jwt-tenants/'],
  policies: ['operator', 'metadata-api', 'metadata-api-tenant'],
} as const

/** Vault answers 400 to a wrong key. */
function refused(error: unknown): undefined {
  if (
    isProcessError(error) &&
    /bad ?request|400|invalid key|cipher: message authentication failed|unseal/i.test(error.stderr)
  )
    return undefined
  throw error
}

export function disagreement(what: string): RdeError {
  return new RdeError(`config.json and Vault disagree: ${what}.`, {
    code: 'RDE_VAULT_DISAGREES',
    outcome: 'Neither was changed.',
    remedies: [
      {what: 'See what config.json holds', command: 'rde config get credentials.vault --show-secrets'},
      {what: 'Restore the previous values', command: 'rde config edit'},
      {what: 'Or start over, without its secrets', command: 'rde cluster delete && rde cluster start'},
    ],
  })
}
