import {writeFileSync} from 'node:fs'
import {join} from 'node:path'

import {identify} from '@rde/process-runner/environment/process-identity'
import {recordedCall} from '@rde/process-runner/testing'

import {freePorts} from '../../acceptance/free-ports.js'
import {configure, extension, makeTestFolder, writeLock, type Trouble} from './plant.js'

/** Clusters, the stack, workflow files and extensions. */
export const clusterTroubles: readonly Trouble[] = [
  {
    name: 'a cluster left its network and its volume',
    plant(cli) {
      cli.tools.always('docker', ['network', 'ls', '--format', '{{.Name}}'], {stdout: 'bridge\nk3d-rde-test-acc\n'})
      cli.tools.always('docker', ['volume', 'ls', '--format', '{{.Name}}'], {stdout: 'k3d-rde-test-acc-images\n'})
    },
    code: 'RDE_LEFTOVERS',
    says: /the network k3d-rde-test-acc, the volume k3d-rde-test-acc-images/,
    remedy: /^rde cluster delete$/,
  },
  {
    name: 'a helper of k3d is left of a cluster',
    plant(cli) {
      const [line] = recordedCall('docker running.ps').stdout.split('\n')
      const tools = {...(JSON.parse(line!) as object), Names: 'k3d-rde-test-acc-tools', State: 'exited'}
      const labels = {'k3d.cluster': 'rde-test-acc', 'k3d.role': 'tools'}
      cli.tools.always('docker', recordedCall('docker absent.ps').args, {
        stdout: `${JSON.stringify({...tools, Labels: labels})}\n`,
      })
    },
    code: 'RDE_LEFTOVERS',
    says: /the container k3d-rde-test-acc-tools/,
    remedy: /^rde cluster delete$/,
  },
  {
    name: 'Docker lost the cluster',
    async plant(cli) {
      const cluster = await freePorts()
      cli.knows((config) => ({...config, cluster}))
    },
    code: 'RDE_LEFTOVERS',
    says: /Docker has nothing of the cluster rde-test-acc any more/,
    remedy: /^rde cluster start$/,
  },
  {
    name: 'another cluster left its network',
    plant(cli) {
      makeTestFolder(cli, '.local/share/rde/clusters/rde-test-other')
      cli.tools.always('docker', /^ps .*label=k3d\.cluster=rde-test-other/, {})
      cli.tools.always('docker', ['network', 'ls', '--format', '{{.Name}}'], {stdout: 'k3d-rde-test-other\n'})
    },
    code: 'RDE_LEFTOVERS',
    says: /^The cluster rde-test-other is gone, but Docker still has the network k3d-rde-test-other\.$/,
    remedy: /^rde cluster delete --cluster rde-test-other$/,
  },
  {
    name: 'the cluster is held by a command that was killed',
    plant: (cli) => writeLock(cli, {pid: 4194303, startTime: '1', since: new Date().toISOString()}),
    code: 'RDE_BUSY',
    says: /was killed while it held the cluster/,
    remedy: /^rde cluster start$/,
    mended: true,
  },
  {
    name: 'a command has held the cluster for hours',
    plant: (cli) =>
      writeLock(cli, {...identify(process.pid), since: new Date(Date.now() - 2 * 3_600_000).toISOString()}),
    code: 'RDE_BUSY',
    says: /has held the cluster for 2 h/,
    remedy: new RegExp(`^kill ${process.pid}$`),
  },
  {
    name: 'an agent of the cluster is missing',
    plant(cli) {
      cli.knows()
      cli.tools.playAlways('docker agent-missing.ps', 'docker agent-missing.inspect', 'kubectl agent-missing.get')
    },
    code: 'RDE_CLUSTER_DEGRADED',
    says: /1 of 2 agents is missing/,
    remedy: /^rde cluster start$/,
  },
  {
    name: 'the creation of the cluster was interrupted',
    async plant(cli) {
      await configure(cli, {})
      cli.write('create-under-way', '')
      cli.tools.playAlways('docker half-made.ps', 'docker agent-missing.inspect')
    },
    code: 'RDE_CLUSTER_DEGRADED',
    says: /its creation was interrupted/,
    remedy: /^rde cluster start$/,
  },
  {
    name: 'the folder of the stack does not exist',
    plant: (cli) => configure(cli, {stack: {source: '/nonexistent/stack'}}),
    code: 'RDE_STACK_ABSENT',
    says: /no stack at \/nonexistent\/stack/,
    remedy: /^rde /,
  },
  {
    name: 'a file of the workflow directory is not a workflow',
    async plant(cli) {
      cli.tools.install('helm')
      cli.tools.always('helm', /^version/, {stdout: 'v3.18.6+gb76a950\n'})
      await configure(cli, {stack: {profile: 'core'}})
      writeFileSync(join(makeTestFolder(cli, '.config/rde/workflows'), 'bad.yaml'), 'steps: 5\n')
    },
    code: 'RDE_WORKFLOWS_FAILED',
    says: /bad\.yaml would fail at the next start: line 1/,
    remedy: /^rde workflow validate .*bad\.yaml$/,
  },
  {
    name: 'an extension fails to load',
    plant: (cli) => extension(cli, '{ throw new Error("no team here") }'),
    code: 'RDE_PLUGIN_BROKEN',
    says: /no team here/,
    remedy: /^rde plugins /,
  },
  {
    name: 'an extension is for another rde',
    plant: (cli) => extension(cli, '({apiVersion: 2})'),
    code: 'RDE_PLUGIN_BROKEN',
    says: /version 2 of the extension interface/,
    remedy: /^rde plugins /,
  },
]
