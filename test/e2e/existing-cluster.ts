import {execFileSync} from 'node:child_process'
import {writeFileSync} from 'node:fs'
import {join} from 'node:path'

import {docker, lines, madeFor, removeLeftovers} from './docker.js'
import {kubectlOf, type Kubectl} from './inventory.js'
import {until} from './until.js'

/** A cluster that rde did not create, from the view of its administrator. */
export interface ExistingCluster {
  readonly kubeconfig: string
  readonly context: string
  /** For `--registry`. */
  readonly registry: {readonly push: string; readonly pull: string}
  readonly kubectl: Kubectl
  remove(): void
}

export interface ClusterRequest {
  /** Starts with `rde-test-e2e-`. */
  readonly name: string
  readonly agents: number
  /** The folder for the kubeconfig. */
  readonly folder: string
}

const image = 'rancher/k3s:v1.33.4-k3s1'

/** With k3d as in its documentation, with its own registry. */
export async function byK3d({name, agents, folder}: ClusterRequest): Promise<ExistingCluster> {
  const registry = `${name}-reg.localhost`
  const remove = () => {
    k3d('cluster', 'delete', name)
    if (lines(docker('ps', '--all', '--quiet', '--filter', `name=^${registry}$`)).length > 0)
      k3d('registry', 'delete', registry)
  }
  removeLeftovers(name)
  try {
    const nodes = ['--agents', String(agents), '--image', image, '--registry-create', registry]
    k3d('cluster', 'create', name, ...nodes, '--kubeconfig-update-default=false', '--timeout', '300s')
    const kubeconfig = join(folder, 'k3d.yaml')
    writeFileSync(kubeconfig, k3d('kubeconfig', 'get', name), {mode: 0o600})
    const push = `localhost:${portOf(registry, 5000)}`
    const made = {kubeconfig, context: `k3d-${name}`, registry: {push, pull: `${registry}:5000`}}
    return await settled({...made, kubectl: kubectlOf(kubeconfig), remove}, agents + 1)
  } catch (error) {
    remove()
    throw error
  }
}

/** Without k3d: k3s in plain containers with unusual names, and a registry that is reached by its address. */
export async function byDockerRun({name, agents, folder}: ClusterRequest): Promise<ExistingCluster> {
  const names = ['registry', 'one', ...Array.from({length: agents}, (_, index) => `more-${index + 1}`)]
  const containers = names.map((part) => `${name}-${part}`)
  const remove = () => {
    docker('rm', '--force', '--volumes', ...containers)
    docker('network', 'rm', name)
  }
  removeLeftovers(name)
  docker('network', 'create', madeFor(name), name)
  try {
    const [registry = '', server = '', ...others] = containers
    const network = ['--network', name, madeFor(name)]
    docker('run', '--detach', '--name', registry, ...network, '--publish', '127.0.0.1::5000', 'registry:2')
    const pull = `${addressOf(registry)}:5000`
    const files = writeNodeFiles(folder, pull)
    const node = (container: string, ...words: readonly string[]) =>
      docker(
        ...['run', '--detach', '--privileged', '--name', container, '--hostname', container, ...network],
        ...['--tmpfs', '/run', '--tmpfs', '/var/run', '--env', 'K3S_TOKEN=rde-test-e2e', ...files, ...words],
      )
    const api = ['--publish', '127.0.0.1::6443']
    node(server, ...api, image, 'server', '--tls-san', '127.0.0.1', '--disable', 'traefik,metrics-server,servicelb')
    for (const other of others) {
      node(other, '--env', `K3S_URL=https://${addressOf(server)}:6443`, image, 'agent')
      docker('exec', server, 'sh', '-c', `echo ${addressOf(other)} ${other} >> /etc/hosts`)
    }
    const kubeconfig = join(folder, 'k3s.yaml')
    const address = `https://127.0.0.1:${portOf(server, 6443)}`
    await until('k3s to write its kubeconfig', () => writeKubeconfig(kubeconfig, server, address))
    const registries = {push: `localhost:${portOf(registry, 5000)}`, pull}
    const made = {kubeconfig, context: 'default', registry: registries, kubectl: kubectlOf(kubeconfig)}
    return await settled({...made, remove}, agents + 1)
  } catch (error) {
    remove()
    throw error
  }
}

/** The name server of Docker is not available in the network of a pod: one that refuses is better than a loop. */
function writeNodeFiles(folder: string, registry: string): string[] {
  const mirrors = {mirrors: {[registry]: {endpoint: [`http://${registry}`]}}}
  writeFileSync(join(folder, 'registries.yaml'), JSON.stringify(mirrors))
  writeFileSync(join(folder, 'resolv.conf'), `nameserver ${registry.split(':')[0]}\n`)
  return [
    ...['--volume', `${join(folder, 'registries.yaml')}:/etc/rancher/k3s/registries.yaml:ro`],
    ...['--volume', `${join(folder, 'resolv.conf')}:/etc/resolv.conf:ro`],
  ]
}

function writeKubeconfig(file: string, server: string, address: string): boolean {
  const read = ['exec', server, 'sh', '-c', 'cat /etc/rancher/k3s/k3s.yaml 2>/dev/null || true']
  const text = docker(...read).replace('https://127.0.0.1:6443', address)
  if (text === '') return false
  writeFileSync(file, text, {mode: 0o600})
  return true
}

/** Waits until all nodes are ready and names are resolved: the cluster has finished its own setup. */
async function settled(cluster: ExistingCluster, nodes: number): Promise<ExistingCluster> {
  const {kubectl} = cluster
  const holds = (...args: readonly string[]) => {
    try {
      return kubectl(...args)
    } catch {
      return undefined
    }
  }
  const has = (...kind: readonly string[]) => lines(holds('get', ...kind, '--output=name') ?? '').length >= nodes
  const ready = () => {
    // A kubelet creates its lease up to ten seconds after its node.
    if (!has('nodes') || !has('leases', '--namespace', 'kube-node-lease')) return false
    return holds('wait', 'node', '--all', '--for=condition=Ready', '--timeout=5s') !== undefined
  }
  await until('the nodes of the cluster to be ready', ready, 300_000)
  const dns = ['--namespace', 'kube-system', 'wait', 'deployment/coredns', '--for=condition=Available', '--timeout=5s']
  await until('its DNS to be ready', () => holds(...dns) !== undefined, 300_000)
  return cluster
}

function k3d(...args: readonly string[]): string {
  return execFileSync('k3d', [...args], {encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], timeout: 600_000})
}

function addressOf(container: string): string {
  return docker('inspect', '--format', '{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}', container)
}

function portOf(container: string, port: number): string {
  return docker('port', container, `${port}/tcp`).split('\n')[0]!.split(':').at(-1)!
}
