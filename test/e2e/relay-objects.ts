const namespace = 'relay-tenants'
const tenant = 'e2e'

/** As `kubectl get --output=json` prints it. */
export interface Listed {
  readonly items: ReadonlyArray<{readonly metadata: {readonly name: string}}>
}

/** A tenant and a workflow of one step. Uses the image of the nodes: it has a shell, and needs no registry. */
export const tenantAndWorkflow = [
  {apiVersion: 'relay.sh/v1beta1', kind: 'Tenant', metadata: {name: tenant, namespace}, spec: {}},
  {
    apiVersion: 'relay.sh/v1beta1',
    kind: 'Workflow',
    metadata: {name: tenant, namespace},
    spec: {
      tenantRef: {name: tenant},
      steps: [
        {
          name: 'hello',
          image: 'rancher/k3s:v1.33.4-k3s1',
          command: '/bin/sh',
          args: ['-c', 'echo hello from a step'],
        },
      ],
    },
  },
]

/** A Run of that workflow, with the fields that relay-core requires. */
export function stepRun(name: string): object {
  const annotations = {
    'relay.sh/domain-id': tenant,
    'relay.sh/tenant-id': tenant,
    'relay.sh/vault-engine-mount': 'customers',
    'relay.sh/vault-secret-path': `workflows/${tenant}`,
    'relay.sh/vault-connection-path': `connections/${tenant}`,
  }
  const metadata = {name, namespace, annotations}
  return {apiVersion: 'relay.sh/v1beta1', kind: 'Run', metadata, spec: {workflowRef: {name: tenant}}}
}

/** The lines of `cluster start` with the ends of phases, and its last line: timings to print. */
export function phaseEnds(printed: string): string {
  const ends = printed.split('\n').filter((line) => /: (done|unchanged), |ready after/.test(line))
  return ends.map((line) => `    ${line.trim()}`).join('\n')
}
