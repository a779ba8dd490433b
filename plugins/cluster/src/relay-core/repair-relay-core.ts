import type {PhaseContext} from '@rde/plugin-kit'

import {relayCore} from './relay-core-names.js'

const {namespace, object, name, vaultInit} = relayCore

/** Makes the installer look at what it made: it watches the RelayCore only, and any change of it will do. */
export async function touchRelayCore({kubectl}: PhaseContext): Promise<void> {
  const annotation = `rde.relay.sh/repaired-at=${new Date().toISOString()}`
  await kubectl.run('annotate', object, name, '--namespace', namespace, '--overwrite', annotation)
}

/** Makes relay-core set Vault up once more: mounts, policies and roles are its own to make. */
export async function repeatVaultInit(context: PhaseContext): Promise<void> {
  await context.kubectl.run('delete', 'jobs.batch', vaultInit, '--namespace', namespace, '--ignore-not-found')
  await touchRelayCore(context)
}
