import {expect} from 'chai'

import {docker, lines, stateOf} from '../e2e/docker.js'
import {TestImage} from '../e2e/test-image.js'
import {degraded, judge, repaired, removed, verdict, type Fault} from './fault.js'

/** The names of the agents; an agent that was added again has a new name. */
function agentsOf(cluster: string): string[] {
  const filters = [`label=k3d.cluster=${cluster}`, 'label=k3d.role=agent'].flatMap((filter) => ['--filter', filter])
  return lines(docker('ps', '--all', ...filters, '--format', '{{.Names}}'))
}

export const missingParts: readonly Fault[] = [
  {
    name: 'an agent that was removed by hand is added again, and its old node object is deleted',
    begin: 'healthy',
    async provoke(context) {
      const {user} = context
      const [agent = ''] = agentsOf(user.cluster)
      docker('rm', '--force', '--volumes', agent)
      await degraded(context, '1 of 2 agents is missing')
      await repaired(context)
      const {stdout} = await user.rde('kubectl', 'get', 'nodes', '--no-headers')
      expect(lines(stdout).map((line) => line.split(/\s+/)[1])).to.deep.equal(['Ready', 'Ready', 'Ready'])
    },
  },
  {
    name: 'an agent that was stopped by hand is started',
    begin: 'healthy',
    async provoke(context) {
      const [agent = ''] = agentsOf(context.user.cluster)
      docker('kill', agent)
      await degraded(context, `${agent} has stopped`)
      await repaired(context)
    },
  },
  {
    name: 'a paused server is unpaused',
    begin: 'healthy',
    async provoke(context) {
      docker('pause', `k3d-${context.user.cluster}-server-0`)
      await degraded(context, `k3d-${context.user.cluster}-server-0 is paused`)
      await repaired(context)
    },
  },
  {
    name: 'all nodes killed at once, as by a power cut, come back',
    begin: 'healthy',
    async provoke(context) {
      const {cluster} = context.user
      docker('kill', ...lines(docker('ps', '--quiet', '--filter', `label=k3d.cluster=${cluster}`)))
      await repaired(context)
    },
  },
  {
    name: 'the registry that was removed by hand is made again, with its images',
    begin: 'healthy',
    async provoke(context) {
      const {user, say} = context
      const image = new TestImage('rde-test-e2e/kept:1')
      await image.build()
      image.push((await user.json<{registry: {address: string}}>('cluster', 'status')).registry.address)
      docker('rm', '--force', '--volumes', `${user.cluster}-registry.localhost`)
      await degraded(context, 'its registry is gone')
      await repaired(context)
      await user.rde('kubectl', 'delete', 'pod', 'kept', '--ignore-not-found', '--now')
      const run = ['run', 'kept', `--image=${image.reference}`, '--restart=Never', '--', 'true']
      await user.rde('kubectl', ...run)
      const wait = ['wait', 'pod/kept', '--for=jsonpath={.status.phase}=Succeeded', '--timeout=60s']
      const {stdout, exitCode, stderr} = await user.rde('kubectl', ...wait)
      say(`a pod pulled its image from it: ${stdout.trim()}`)
      image.remove()
      expect(exitCode, stderr).to.equal(0)
    },
  },
  {
    name: 'a network that was removed under a stopped cluster is reported, and delete works',
    begin: 'stopped',
    slow: true,
    async provoke(context) {
      docker('network', 'rm', '--force', `k3d-${context.user.cluster}`)
      const ended = await context.user.rde('cluster', 'start')
      judge(context, ended, {exitCode: 1, says: ['network', 'rde cluster delete']})
      await removed(context)
    },
  },
  {
    name: 'the load balancer that was removed cannot be repaired, and delete is named',
    begin: 'healthy',
    async provoke(context) {
      docker('rm', '--force', `k3d-${context.user.cluster}-serverlb`)
      await degraded(context, 'its load balancer is gone', 'rde cluster delete')
      const ended = await context.user.rde('cluster', 'start')
      judge(context, ended, {exitCode: 1, says: ['load balancer is gone', 'rde cluster delete', 'RDE_NODE_GONE']})
      expect(stateOf(`k3d-${context.user.cluster}-server-0`)).to.equal('running')
      await removed(context)
    },
  },
  {
    name: 'the server that was removed cannot be repaired, and delete is named',
    begin: 'healthy',
    async provoke(context) {
      docker('rm', '--force', '--volumes', `k3d-${context.user.cluster}-server-0`)
      await degraded(context, 'its server node is gone', 'rde cluster delete')
      const ended = await context.user.rde('cluster', 'start')
      judge(context, ended, {exitCode: 1, says: ['server node is gone', 'rde cluster delete', 'RDE_NODE_GONE']})
      expect(await verdict(context)).to.equal('degraded')
      await removed(context)
    },
  },
  {
    name: 'the network and the volume that a killed create left do not prevent a start',
    begin: 'absent',
    slow: true,
    async provoke(context) {
      const {user} = context
      docker('network', 'create', `k3d-${user.cluster}`)
      docker('volume', 'create', `k3d-${user.cluster}-images`)
      await repaired(context)
      await removed(context)
    },
  },
  {
    name: 'a delete removes the network and the volumes that a killed rde left, without a config.json',
    begin: 'absent',
    async provoke(context) {
      const {user} = context
      docker('network', 'create', `k3d-${user.cluster}`)
      for (const name of [`k3d-${user.cluster}-images`, `${user.cluster}-registry`]) docker('volume', 'create', name)
      await removed(context)
    },
  },
]
