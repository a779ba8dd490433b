import type {RdeError} from '@rde/errors'
import {recordedCall} from '@rde/process-runner/testing'
import {podsOf, takeSnapshot, type PodObject, type Snapshot} from '@rde/toolchain'
import {expect} from 'chai'

import {PhaseHarness} from '../testing/phase-harness.js'

import {DnsRepair} from './dns-repair.js'
import {dnsProblem, dnsWorkload, findWorkload} from './workload-problems.js'

const crashing = (pod: PodObject): PodObject => ({
  ...pod,
  status: {
    ...pod.status,
    conditions: [{type: 'Ready', status: 'False'}],
    containerStatuses: [
      {
        name: 'coredns',
        state: {waiting: {reason: 'CrashLoopBackOff', message: 'back-off 40s restarting failed container'}},
        lastState: {terminated: {exitCode: 1, message: 'Corefile:3: unknown directive'}},
      },
    ],
  },
})

const manifest = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: coredns, namespace: kube-system}\n'

describe('DnsRepair', () => {
  let harness: PhaseHarness
  let healthy: Snapshot
  let clock = 0

  beforeEach(async () => {
    harness = new PhaseHarness()
    clock = 0
    harness.runner.on(/^kubectl get nodes,/, recordedCall('kubectl running.get').stdout)
    healthy = await takeSnapshot(harness.tools.kubectl, {lastRun: async () => new Map()}, [])
  })
  afterEach(() => harness.close())

  const expectReinstall = () =>
    harness.runner
      .on(/^docker exec k3d-\S+-server-0 cat \/var\/lib\/rancher\/k3s\/server\/manifests\/coredns\.yaml$/, manifest)
      .on(/^kubectl apply --server-side /)
      .on(/^kubectl delete pods --namespace kube-system --selector k8s-app=kube-dns /)
  const repair = () => new DnsRepair(harness.context, () => clock)
  const deployment = () => findWorkload(dnsWorkload, healthy)!
  const crash = (): Snapshot => {
    const dns = podsOf(deployment(), healthy)
    return {...healthy, pods: healthy.pods.map((pod) => (dns.includes(pod) ? crashing(pod) : pod))}
  }

  it('scales up a Deployment that was scaled to 0, once', async () => {
    const {spec, ...rest} = deployment()
    const scaled = {...healthy, workloads: [{...rest, spec: {...spec, replicas: 0}}]}
    harness.runner.on(/^kubectl scale deployments\.apps\/coredns --namespace kube-system --replicas=1/)
    const dns = repair()
    await dns.repair(scaled)
    await dns.repair(scaled)
    expect(dns.done).to.deep.equal(['DNS scaled up'])
  })

  it('installs a deleted Deployment from the manifest of k3s', async () => {
    expectReinstall()
    const dns = repair()
    await dns.repair({...healthy, workloads: []})
    expect(dns.done).to.deep.equal(['DNS installed again'])
  })

  it('installs it again only after it has crashed for a while', async () => {
    const dns = repair()
    await dns.repair(crash())
    expect(harness.reports).to.deep.equal([])
    clock = 11_000
    expectReinstall()
    await dns.repair(crash())
    expect(harness.reports).to.deep.equal(['installing DNS again'])
  })

  it('gives up if it keeps crashing, and shows the end of its log', async () => {
    const dns = repair()
    await dns.repair(crash())
    clock = 61_000
    harness.runner.on(/^kubectl logs coredns-\S+ .*--previous --tail=3/, 'Corefile:3 - Error during parsing\n')
    const error = await dns.repair(crash()).then(
      () => expect.fail('no error'),
      (thrown: RdeError) => thrown,
    )
    expect(error.code).to.equal('RDE_DNS_CRASHES')
    expect(error.message).to.match(
      /^DNS does not become ready: container coredns of coredns-\S+ in kube-system: CrashLoopBackOff: Corefile:3: unknown directive\nCorefile:3 - Error during parsing$/,
    )
  })

  it("has the pod's message in its problem text", () => {
    expect(dnsProblem(crash())).to.contain('CrashLoopBackOff: Corefile:3: unknown directive')
  })
})
