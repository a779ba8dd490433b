import {relayCoreName, systemNamespace, tenantsNamespace} from '@rde/toolchain/cluster/relay-core-places'

/** What an installation of relay-core goes by in the cluster. */
export const relayCore = {
  namespace: systemNamespace,
  object: 'relaycores.install.relay.sh',
  name: relayCoreName,
  vaultInit: `${relayCoreName}-vault-init`,
  tenants: tenantsNamespace,
} as const
