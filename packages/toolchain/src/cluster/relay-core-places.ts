/** The namespace of relay-core and its dependencies. */
export const systemNamespace = 'relay-system'

/** The namespace of all tenants, workflows and runs. */
export const tenantsNamespace = 'relay-tenants'

/** The name of the RelayCore object, fixed in relay-core; its installer uses it as a prefix for names. */
export const relayCoreName = 'relay-core-v1'

/** The Deployment that executes runs. */
export const operatorDeployment = `${relayCoreName}-operator`

/** The pod and container of Vault (Helm release `vault`), and the Secret with Vault's credentials for relay-core. */
export const vaultLocation = {
  namespace: systemNamespace,
  pod: 'vault-0',
  container: 'vault',
  secret: 'vault',
  tokenKey: 'root-token',
} as const

/** The `sys` path of Vault's API, through the API server's proxy. */
export const vaultSystemPath = `/api/v1/namespaces/${vaultLocation.namespace}/pods/${vaultLocation.pod}:8200/proxy/v1/sys`
