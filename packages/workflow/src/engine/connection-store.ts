import {randomUUID} from 'node:crypto'

import {goFormat} from '../expressions/go-values.js'
import type {Connections} from '../inputs/read-connections.js'
import {connectionsPath} from '../resources/names.js'
import {storedValue} from './secret-store.js'
import type {Vault} from './vault.js'

/**
 * The connections of workflows, in the cluster's Vault at the paths that relay-core reads: `TYPE/NAME` holds an id, and below
 * the id is one entry for each field.
 */
export class ConnectionStore {
  constructor(private readonly vault: Vault) {}

  /** A former connection of the same type and name is replaced. */
  async set(workflow: string, connections: Connections): Promise<void> {
    const root = connectionsPath(workflow)
    for (const [type, byName] of Object.entries(connections)) {
      for (const [name, fields] of Object.entries(byName)) {
        // relay-core takes a name that is not a UUID for a type.
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
