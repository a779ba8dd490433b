import {expect} from 'chai'

import {docker, lines, stateOf} from '../e2e/docker.js'
import {TestImage} from '../e2e/test-image.js'
import {degraded, judge, repaired, removed, verdict, type Fault} from './fault.js'

/** By name; one that was added again has a name of its own. */
function agentsOf(cluster: string): string[] {
  const filters = [`label=k3d.cluster=${cluster}`, 'label=k3d.role=agent'].flatMap((filter) => ['--filter', filter])
  return lines(docker('ps', '--all', ...filters, '--format', '{{.Names}}'))
}

export const missingParts: readonly Fault[] = [
  {
    name: 'an agent that was removed by hand is added again, and its ghost is taken off the list of nodes',
    begin: 'healthy',
    async provoke(scene) {
      const {user} = scene
      const [agent = ''] = agentsOf(user.cluster)
      docker('rm', '--force', '--volumes', agent)
      await degraded(scene, '1 of 2 agents is missing')
      await repaired(scene)
      const {stdout} = await user.rde('kubectl', 'get', 'nodes', '--no-headers')
      expect(lines(stdout).map((line) => line.split(/\s+/)[1])).to.deep.equal(['Ready', 'Ready', 'Ready'])
    },
  },
  {
    name: 'an agent that was stopped by hand is started',
    begin: 'healthy',
    async provoke(scene) {
      const [agent = ''] = agentsOf(scene.user.cluster)
      docker('kill', agent)
      await degraded(scene, `${agent} has stopped`)
      await repaired(scene)
    },
  },
  {
    name: 'a paused server is unpaused',
    begin: 'healthy',
    async provoke(scene) {
      docker('pause', `k3d-${scene.user.cluster}-server-0`)
      await degraded(scene, `k3d-${scene.user.cluster}-server-0 is paused`)
      await repaired(scene)
    },
  },
  {
    name: 'all nodes killed at once, as by a power cut, come back',
    begin: 'healthy',
    async provoke(scene) {
      const {cluster} = scene.user
      docker('kill', ...lines(docker('ps', '--quiet', '--filter', `label=k3d.cluster=${cluster}`)))
      await repaired(scene)
    },
  },
  {
    name: 'the registry that was removed by hand is made again, with its images',
    begin: 'healthy',
    async provoke(scene) {
      const {user, say} = scene
      const image = new TestImage('rde-test-e2e/kept:1')
      await image.build()
      image.push((await user.json<{registry: {address: string}}>('cluster', 'status')).registry.address)
      docker('rm', '--force', '--volumes', `${user.cluster}-registry.localhost`)
      await degraded(scene, 'its registry is gone')
      await repaired(scene)
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
    name: 'the network that was removed under a stopped cluster is told, and delete works',
    begin: 'stopped',
    slow: true,
    async provoke(scene) {
      docker('network', 'rm', '--force', `k3d-${scene.user.cluster}`)
      const ended = await scene.user.rde('cluster', 'start')
      judge(scene, ended, {exitCode: 1, says: ['network', 'rde cluster delete']})
      await removed(scene)
    },
  },
  {
    name: 'the load balancer that was removed cannot be repaired, and delete is named',
    begin: 'healthy',
    async provoke(scene) {
      docker('rm', '--force', `k3d-${scene.user.cluster}-serverlb`)
      await degraded(scene, 'its load balancer is gone', 'rde cluster delete')
      const ended = await scene.user.rde('cluster', 'start')
      judge(scene, ended, {exitCode: 1, says: ['load balancer is gone', 'rde cluster delete', 'RDE_NODE_GONE']})
      expect(stateOf(`k3d-${scene.user.cluster}-server-0`)).to.equal('running')
      await removed(scene)
    },
  },
  {
    name: 'the server that was removed cannot be repaired, and delete is named',
    begin: 'healthy',
    async provoke(scene) {
      docker('rm', '--force', '--volumes', `k3d-${scene.user.cluster}-server-0`)
      await degraded(scene, 'its server node is gone', 'rde cluster delete')
      const ended = await scene.user.rde('cluster', 'start')
      judge(scene, ended, {exitCode: 1, says: ['server node is gone', 'rde cluster delete', 'RDE_NODE_GONE']})
      expect(await verdict(scene)).to.equal('degraded')
      await removed(scene)
    },
  },
  {
    name: 'the network and the volume that a killed create left are no hindrance',
    begin: 'absent',
    slow: true,
    async provoke(scene) {
      const {user} = scene
      docker('network', 'create', `k3d-${user.cluster}`)
      docker('volume', 'create', `k3d-${user.cluster}-images`)
      await repaired(scene)
      await removed(scene)
    },
  },
  {
    name: 'a delete removes the network and the volumes that a killed rde left, without any config.json',
    begin: 'absent',
    async provoke(scene) {
      const {user} = scene
      docker('network', 'create', `k3d-${user.cluster}`)
      for (const name of [`k3d-${user.cluster}-images`, `${user.cluster}-registry`]) docker('volume', 'create', name)
      await removed(scene)
    },
  },
]
