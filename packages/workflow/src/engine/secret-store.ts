import {RdeError} from '@rde/errors'

import {secretsPath} from '../resources/names.js'
import type {Vault} from './vault.js'

/** Identifies a secret: `!Secret KEY` in a step of this workflow. */
export interface SecretName {
  readonly workflow: string
  readonly key: string
}

/** The secrets of workflows, stored in the cluster's Vault at the paths that relay-core reads. */
export class SecretStore {
  constructor(private readonly vault: Vault) {}

  /** The keys in alphabetical order; empty if the workflow has no secrets. */
  async list(workflow: string): Promise<string[]> {
    return (await this.vault.list(secretsPath(workflow))).sort()
  }

  /** Stores any bytes; replaces an existing value. */
  async set(name: SecretName, value: Uint8Array): Promise<void> {
    checkSecretKey(name.key)
    await this.vault.put(pathOf(name), storedValue(value))
  }

  /** Returns whether the secret existed. */
  async delete(name: SecretName): Promise<boolean> {
    checkSecretKey(name.key)
    if (!(await this.list(name.workflow)).includes(name.key)) return false
    await this.vault.delete(pathOf(name))
    return true
  }
}

function pathOf({workflow, key}: SecretName): string {
  return `${secretsPath(workflow)}/${key}`
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

const binaryPrefix = 'base64:'

/**
 * Encodes the bytes of a secret for Vault. Text is stored unchanged. Bytes that are not UTF-8 text, and text that
 * relay-core would decode, are stored as base64 with a prefix.
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

/** Decodes a value from Vault as relay-core does. Bytes that are not UTF-8 are replaced as Node does it. */
export function readValue(stored: string): string {
  return stored.startsWith(binaryPrefix) ? Buffer.from(stored.slice(binaryPrefix.length), 'base64').toString() : stored
}
