import {randomUUID} from 'node:crypto'

import {goFormat} from '../expressions/go-values.js'
import type {Connections} from '../inputs/read-connections.js'
import {connectionsPath} from '../resources/names.js'
import {storedValue} from './secret-store.js'
import type {Vault} from './vault.js'

/**
 * The connections of workflows, stored in the cluster's Vault at the paths that relay-core reads: `TYPE/NAME` holds an
 * id, and each field is an entry below that id.
 */
export class ConnectionStore {
  constructor(private readonly vault: Vault) {}

  /** Replaces an existing connection of the same type and name. */
  async set(workflow: string, connections: Connections): Promise<void> {
    const root = connectionsPath(workflow)
    for (const [type, byName] of Object.entries(connections)) {
      for (const [name, fields] of Object.entries(byName)) {
        // relay-core treats a name that is not a UUID as a type.
        const id = randomUUID()
        for (const [field, value] of Object.entries(fields as Readonly<Record<string, unknown>>)) {
          const text = typeof value === 'string' ? value : goFormat(value as never)
          await this.vault.put(`${root}/${id}/${field}`, storedValue(Buffer.from(text)))
        }
        await this.vault.put(`${root}/${type}/${name}`, id)
      }
    }
  }
}
