/** Names that relay-core and our chart give to things; the RelayCore's is fixed in relay-core (relay-core.md, section 2). */
export const relayCore = {
  namespace: 'relay-system',
  object: 'relaycores.install.relay.sh',
  name: 'relay-core-v1',
  vaultInit: 'relay-core-v1-vault-init',
  tenants: 'relay-tenants',
} as const
