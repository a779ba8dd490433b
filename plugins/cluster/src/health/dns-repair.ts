import {RdeError} from '@rde/errors'
import type {PhaseContext} from '@rde/plugin-kit'
import {readManifest} from '@rde/stack'
import {describeTrouble, type KubernetesObject, type PodTrouble, type Snapshot} from '@rde/toolchain'

import {dnsTrouble, dnsWorkload, findWorkload} from './workload-problems.js'

const {namespace, name} = dnsWorkload

const manifest = '/var/lib/rancher/k3s/server/manifests/coredns.yaml'

/** How long DNS may crash before it is installed again, and before the repair gives up. */
const crashMs = {untilRepair: 10_000, untilFailure: 60_000}

/** Repairs DNS where waiting does not help: scaled to 0, deleted, or crashing because of a changed configuration. */
export class DnsRepair {
  /** What was done, for the end of a phase's line. */
  readonly done: string[] = []
  #crashingSince: number | undefined
  #scaled = false
  #reinstalled = false

  constructor(
    private readonly context: PhaseContext,
    private readonly now: () => number = Date.now,
  ) {}

  /** Makes at most one repair. Rejects with the end of the pod's log if DNS keeps crashing. */
  async repair(snapshot: Snapshot): Promise<void> {
    const deployment = findWorkload(dnsWorkload, snapshot)
    if (deployment === undefined) return this.#reinstall()
    if (deployment.spec.replicas === 0) return this.#scaleUp()
    const trouble = dnsTrouble(snapshot)
    if (trouble?.reason !== 'CrashLoopBackOff') return
    this.#crashingSince ??= this.now()
    const crashing = this.now() - this.#crashingSince
    if (crashing >= crashMs.untilFailure) throw await stillCrashing(trouble, this.context)
    if (crashing >= crashMs.untilRepair) await this.#reinstall()
  }

  async #scaleUp(): Promise<void> {
    if (this.#scaled) return
    this.#scaled = true
    await this.context.kubectl.run('scale', `deployments.apps/${name}`, '--namespace', namespace, '--replicas=1')
    this.done.push('DNS scaled up')
  }

  /** Applies the manifest of k3s again; k3s itself does that only when the file changes. */
  async #reinstall(): Promise<void> {
    if (this.#reinstalled) return
    this.#reinstalled = true
    const {docker, identity, kubectl, report} = this.context
    report('installing DNS again')
    const text = await docker.exec(`k3d-${identity.name}-server-0`, ['cat', manifest])
    await kubectl.apply(readManifest(text, manifest) as readonly KubernetesObject[])
    await kubectl.run('delete', 'pods', '--namespace', namespace, '--selector', 'k8s-app=kube-dns', '--wait=false')
    this.done.push('DNS installed again')
  }
}

async function stillCrashing(trouble: PodTrouble, {uninterrupted: {kubectl}}: PhaseContext): Promise<RdeError> {
  const {pod, container = name} = trouble
  const args = ['logs', pod, '--namespace', namespace, '--container', container, '--previous', '--tail=3']
  const log = await kubectl.run(...args).catch(() => '')
  return new RdeError([`DNS does not become ready: ${describeTrouble(trouble)}`, log.trim()].join('\n').trim(), {
    code: 'RDE_DNS_CRASHES',
    outcome: 'The cluster was kept; rde cluster start continues with nodes-ready.',
    remedies: [
      {
        what: 'See its log',
        command: `rde kubectl logs ${pod} --namespace ${namespace} --container ${container} --previous`,
      },
      {what: 'Look at its configuration', command: `rde kubectl edit configmap ${name} --namespace ${namespace}`},
    ],
  })
}
