/** relay-core itself, with all that it stands on. */
export const systemNamespace = 'relay-system'

/** The namespace that all tenants, workflows and runs live in. */
export const tenantsNamespace = 'relay-tenants'

/** The RelayCore, a name that is fixed in relay-core; what its installer makes has names that begin with it. */
export const relayCoreName = 'relay-core-v1'

/** The Deployment that takes up runs. */
export const operatorDeployment = `${relayCoreName}-operator`

/** The pod of the chart's release `vault`, its container that is Vault itself, and the Secret that relay-core reads Vault's credentials from. */
export const vaultPlace = {
  namespace: systemNamespace,
  pod: 'vault-0',
  container: 'vault',
  secret: 'vault',
  tokenKey: 'root-token',
} as const

/** The part `sys` of Vault's own API, through the API server's proxy. */
export const vaultSystemPath = `/api/v1/namespaces/${vaultPlace.namespace}/pods/${vaultPlace.pod}:8200/proxy/v1/sys`
