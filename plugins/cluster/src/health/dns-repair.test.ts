import type {RdeError} from '@rde/errors'
import {recordedCall} from '@rde/process-runner/testing'
import {podsOf, takeSnapshot, type PodObject, type Snapshot} from '@rde/toolchain'
import {expect} from 'chai'

import {Scene} from '../testing/scene.js'

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

describe('DnsRepair', () => {
  let scene: Scene
  let healthy: Snapshot
  let clock = 0

  beforeEach(async () => {
    scene = new Scene()
    clock = 0
    scene.runner.on(/^kubectl get nodes,/, recordedCall('kubectl running.get').stdout)
    healthy = await takeSnapshot(scene.tools.kubectl, {lastRun: async () => new Map()}, [])
  })
  afterEach(() => scene.close())

  const repair = () => new DnsRepair(scene.context, () => clock)
  const deployment = () => findWorkload(dnsWorkload, healthy)!
  const crash = (): Snapshot => {
    const dns = podsOf(deployment(), healthy)
    return {...healthy, pods: healthy.pods.map((pod) => (dns.includes(pod) ? crashing(pod) : pod))}
  }

  it('scales up what was scaled to 0, once', async () => {
    const {spec, ...rest} = deployment()
    const scaled = {...healthy, workloads: [{...rest, spec: {...spec, replicas: 0}}]}
    scene.runner.on(/^kubectl scale deployments\.apps\/coredns --namespace kube-system --replicas=1/)
    const dns = repair()
    await dns.repair(scaled)
    await dns.repair(scaled)
    expect(dns.done).to.deep.equal(['DNS scaled up'])
  })

  it('lets k3s install what was deleted', async () => {
    scene.runner.on(/^kubectl delete addons\.k3s\.cattle\.io coredns /).on(/^kubectl delete pods /)
    const dns = repair()
    await dns.repair({...healthy, workloads: []})
    expect(dns.done).to.deep.equal(['DNS installed again'])
  })

  it('lets k3s install it again only after it has crashed for a while', async () => {
    const dns = repair()
    await dns.repair(crash())
    expect(scene.reports).to.deep.equal([])
    clock = 11_000
    scene.runner.on(/^kubectl delete addons\.k3s\.cattle\.io coredns /).on(/^kubectl delete pods /)
    await dns.repair(crash())
    expect(scene.reports).to.deep.equal(['letting k3s install DNS again'])
  })

  it('gives up on one that goes on crashing, with its own words', async () => {
    const dns = repair()
    await dns.repair(crash())
    clock = 61_000
    scene.runner.on(/^kubectl logs coredns-\S+ .*--previous --tail=3/, 'Corefile:3 - Error during parsing\n')
    const error = await dns.repair(crash()).then(
      () => expect.fail('no error'),
      (thrown: RdeError) => thrown,
    )
    expect(error.code).to.equal('RDE_DNS_CRASHES')
    expect(error.message).to.match(
      /^DNS does not become ready: container coredns of coredns-\S+ in kube-system: CrashLoopBackOff: Corefile:3: unknown directive\nCorefile:3 - Error during parsing$/,
    )
  })

  it("is told with the pod's own words", () => {
    expect(dnsProblem(crash())).to.contain('CrashLoopBackOff: Corefile:3: unknown directive')
  })
})
