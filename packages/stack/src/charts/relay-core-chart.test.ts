import {fileURLToPath} from 'node:url'
import {parseAllDocuments} from 'yaml'

import {cleanEnvironment, findProgram, SystemProcessRunner} from '@rde/process-runner'
import {expect} from 'chai'

const chart = fileURLToPath(new URL('../../stack/charts/relay-core', import.meta.url))
const runner = new SystemProcessRunner({environment: {...cleanEnvironment(process.env), KUBECONFIG: '/none'}})
const digest = `sha256:${'ab'.repeat(32)}`

/** A Kubernetes object, as far as these tests need it. */
interface KubernetesObject {
  kind: string
  metadata: {name: string; namespace?: string; annotations?: Record<string, string>}
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  [field: string]: any
}

async function render(values: object = {}, kubernetes = '1.33.4'): Promise<KubernetesObject[]> {
  const args = ['template', 'relay-core', chart, '--namespace', 'relay-system', '--kube-version', kubernetes]
  const input = JSON.stringify(values)
  const {stdout} = await runner.capture({file: 'helm', args: [...args, '--values', '-'], input, timeoutMs: 15_000})
  const documents = parseAllDocuments(stdout).map((document) => document.toJS() as KubernetesObject | null)
  return documents.filter((object) => object !== null)
}

const refusal = (values: object, kubernetes?: string) =>
  render(values, kubernetes).then(
    () => 'no refusal',
    (error: Error) => error.message,
  )

const find = (objects: KubernetesObject[], kind: string, name: string) => {
  const found = objects.find((object) => object.kind === kind && object.metadata.name === name)
  if (!found) throw new Error(`no ${kind} ${name}`)
  return found
}
const containerOf = (object: KubernetesObject) => object['spec'].template.spec.containers[0]
const checksumOf = (objects: KubernetesObject[]) =>
  find(objects, 'RelayCore', 'relay-core-v1').metadata.annotations?.['rde.relay.sh/vault-init-checksum']

const helmIsMissing = findProgram('helm') === undefined

describe(`the relay-core chart${helmIsMissing ? ' (skipped: there is no helm on PATH)' : ''}`, () => {
  let objects: KubernetesObject[]

  before(async function () {
    if (helmIsMissing) this.skip()
    objects = await render()
  })

  it('passes helm lint', () => runner.capture({file: 'helm', args: ['lint', '--strict', chart], timeoutMs: 15_000}))

  it('puts all namespaced objects into the namespace of the release', () => {
    const elsewhere = objects.filter(
      ({kind, metadata}) => !/^Cluster/.test(kind) && metadata.namespace !== 'relay-system',
    )
    expect(elsewhere).to.deep.equal([])
  })

  it('contains no namespaces and no CRDs, which are created before', () => {
    expect(objects.map(({kind}) => kind)).not.to.include.members(['Namespace'])
    expect(objects.map(({kind}) => kind)).not.to.include.members(['CustomResourceDefinition'])
  })

  it('lets the operator watch every namespace if none is named, and then creates that of rde', async () => {
    const everywhere = await render({tenantNamespace: null})
    expect(find(everywhere, 'RelayCore', 'relay-core-v1')['spec'].operator).not.to.have.property('tenantNamespace')
    expect(find(everywhere, 'Namespace', 'relay-tenants').metadata.annotations).to.deep.equal({
      'helm.sh/resource-policy': 'keep',
    })
    expect(find(objects, 'RelayCore', 'relay-core-v1')['spec'].operator.tenantNamespace).to.equal('relay-tenants')
  })

  it('runs the configured number of metadata API servers, two by default', async () => {
    const replicas = (rendered: typeof objects) =>
      find(rendered, 'RelayCore', 'relay-core-v1')['spec'].metadataAPI.replicas
    expect([replicas(objects), replicas(await render({metadataApi: {replicas: 5}}))]).to.deep.equal([2, 5])
  })

  it('uses each image where it belongs', async () => {
    const images = Object.fromEntries(
      [
        ...['installer', 'operator', 'metadataApi', 'vaultInit', 'certificateController'],
        ...['runtimeTools', 'vaultAgent', 'kubectl', 'stepMetadata'],
      ].map((name) => [name, `registry.example:5000/${name.toLowerCase()}:local@${digest}`]),
    )
    const rendered = await render({images})
    const {operator, metadataAPI, vault} = find(rendered, 'RelayCore', 'relay-core-v1')['spec']
    expect({
      installer: containerOf(find(rendered, 'Deployment', 'relay-installer')).image,
      operator: operator.image,
      metadataApi: metadataAPI.image,
      vaultInit: vault.engine.vaultInitializationImage,
      certificateController: operator.admissionWebhookServer.certificateControllerImage,
      runtimeTools: operator.toolInjection.image,
      vaultAgent: vault.sidecar.image,
      kubectl: containerOf(find(rendered, 'Deployment', 'token-shim')).image,
      stepMetadata: containerOf(find(rendered, 'Deployment', 'step-metadata')).image,
    }).to.deep.equal(images)
  })

  it('runs no image that is not among the values', async () => {
    const named = {installer: 'x:installer', kubectl: 'x:kubectl', stepMetadata: 'x:step-metadata'}
    const rendered = await render({images: named})
    const pods = rendered.filter(({spec}) => spec?.template).map(({spec}) => spec.template.spec)
    const images = pods.flatMap(({containers, initContainers = []}) => [...containers, ...initContainers])
    expect(new Set(images.map(({image}) => image))).to.deep.equal(new Set(Object.values(named)))
  })

  it('configures relay-core with an existing Vault, so that it never creates or initialises one', () => {
    const {vault} = find(objects, 'RelayCore', 'relay-core-v1')['spec']
    expect(vault.server).to.deep.equal({address: 'http://vault:8200'})
    expect(vault.auth).to.deep.equal({
      token: {valueFrom: {secretKeyRef: {name: 'vault', key: 'root-token'}}},
      unsealKey: {valueFrom: {secretKeyRef: {name: 'vault', key: 'unseal-key'}}},
    })
  })

  it('creates the reviewer account before its token Secret, which would otherwise be deleted', () => {
    const order = objects.filter(({metadata}) => metadata.name === 'vault-token-reviewer').map(({kind}) => kind)
    expect(order).to.deep.equal(['ServiceAccount', 'Secret', 'ClusterRoleBinding'])
  })

  it('names exactly one Secret in the reviewer account', () => {
    const account = find(objects, 'ServiceAccount', 'vault-token-reviewer')
    expect(account['secrets']).to.deep.equal([{name: 'vault-token-reviewer'}])
  })

  it('lets relay-core use the reviewer account, which may review tokens', () => {
    const {vault} = find(objects, 'RelayCore', 'relay-core-v1')['spec']
    expect(vault.engine.authDelegatorServiceAccountName).to.equal('vault-token-reviewer')
    expect(find(objects, 'ClusterRoleBinding', 'vault-token-reviewer')['roleRef'].name).to.equal(
      'system:auth-delegator',
    )
  })

  it('answers the address that the metadata API fetches with an empty list', () => {
    const {metadataAPI} = find(objects, 'RelayCore', 'relay-core-v1')['spec']
    const {hostname, pathname} = new URL(metadataAPI.stepMetadataURL)
    const service = find(objects, 'Service', hostname.split('.')[0]!)
    expect(`${service.metadata.name}.${service.metadata.namespace}.svc.cluster.local`).to.equal(hostname)
    expect(service['spec'].ports[0].port).to.equal(80)
    expect(find(objects, 'ConfigMap', 'step-metadata')['data'][pathname.slice(1)]).to.equal('[]')
  })

  it('lets the installer begin when Vault is unsealed and the step metadata is served', () => {
    const [wait] = find(objects, 'Deployment', 'relay-installer')['spec'].template.spec.initContainers
    const variables = Object.fromEntries(wait.env.map(({name, value}: {name: string; value: string}) => [name, value]))
    const {metadataAPI} = find(objects, 'RelayCore', 'relay-core-v1')['spec']
    expect(variables).to.include({
      VAULT: 'http://vault:8200',
      STEP_METADATA: new URL(metadataAPI.stepMetadataURL).origin,
    })
  })

  it('prefers the node with the image for pods that run a Vault agent', () => {
    const {operator, metadataAPI} = find(objects, 'RelayCore', 'relay-core-v1')['spec']
    const [preferred] = operator.affinity.podAffinity.preferredDuringSchedulingIgnoredDuringExecution
    expect(preferred.podAffinityTerm.labelSelector.matchLabels).to.deep.equal({'app.kubernetes.io/name': 'vault'})
    expect(metadataAPI.affinity).to.deep.equal(operator.affinity)
  })

  it('gives the step metadata server no token and no API to pass on', () => {
    const deployment = find(objects, 'Deployment', 'step-metadata')
    expect(deployment['spec'].template.spec.automountServiceAccountToken).to.equal(false)
    expect(containerOf(deployment).args).to.include.members(['--server=http://127.0.0.1:1', '--reject-paths=.*'])
  })

  it('lets the token shim create Secrets, not read them', () => {
    const rules: Array<{resources: string[]; verbs: string[]}> = find(objects, 'ClusterRole', 'relay-token-shim')[
      'rules'
    ]
    const verbs = rules.filter(({resources}) => resources.includes('secrets')).flatMap((rule) => rule.verbs)
    expect(verbs).to.deep.equal(['create'])
  })

  it('leaves out the token shim if it is disabled', async () => {
    const names = (await render({tokenShim: {enabled: false}})).map(({metadata}) => metadata.name)
    expect(names.filter((name) => name.includes('token-shim'))).to.deep.equal([])
  })

  it('changes the checksum only when the Job vault-init changes', async () => {
    const checksum = checksumOf(objects)
    expect(checksum).to.match(/^[0-9a-f]{16}$/)
    expect(checksumOf(await render({images: {vaultInit: `x@${digest}`}}))).not.to.equal(checksum)
    expect(checksumOf(await render({images: {operator: `x@${digest}`}}))).to.equal(checksum)
  })

  it('first removes the RelayCore, before the installer', () => {
    const hooks = objects.filter(({metadata}) => metadata.annotations?.['helm.sh/hook'])
    expect(hooks.map(({metadata}) => [metadata.name, metadata.annotations?.['helm.sh/hook']])).to.deep.equal([
      ['relay-core-remove', 'pre-delete'],
    ])
  })

  it('refuses a Kubernetes version that creates token Secrets itself', async () => {
    expect(await refusal({}, '1.23.17')).to.contain('kubeVersion')
  })

  for (const [what, values, named] of [
    ['an unknown value', {operater: {}}, 'operater'],
    ['an unknown image', {images: {pls: 'relay-pls:local'}}, 'pls'],
    ['an image with neither tag nor digest', {images: {operator: 'relay-operator'}}, 'operator'],
    ['half a digest', {images: {operator: 'relay-operator@sha256:abc'}}, 'operator'],
    ['an address of Vault without a scheme', {vault: {address: 'vault:8200'}}, 'address'],
    ['a metadata API without replicas', {metadataApi: {replicas: 0}}, 'replicas'],
    ['an invalid tenant namespace', {tenantNamespace: 'Relay Tenants'}, 'tenantNamespace'],
  ] as const) {
    it(`refuses ${what}, and names the value`, async () => {
      expect(await refusal(values))
        .to.contain(named)
        .and.to.contain('schema')
    })
  }
})
