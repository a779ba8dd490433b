import {relayCoreName, systemNamespace, tenantsNamespace} from '@rde/toolchain/cluster/relay-core-places'

/** The names of relay-core's objects in the cluster. */
export const relayCore = {
  namespace: systemNamespace,
  object: 'relaycores.install.relay.sh',
  name: relayCoreName,
  vaultInit: `${relayCoreName}-vault-init`,
  tenants: tenantsNamespace,
} as const
