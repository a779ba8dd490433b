import {writeFileAtomically} from '@rde/config'
import {recordedCall} from '@rde/process-runner/testing'
import {expect} from 'chai'

import {clusterObjects} from '../testing/cluster-objects.js'
import {PhaseHarness} from '../testing/phase-harness.js'
import {renderClusters} from '../views/render-clusters.js'
import {listClusters} from './list.js'
import {useCluster} from './use.js'

describe('clusters by name', () => {
  let harness: PhaseHarness
  const {signal} = new AbortController()
  const list = () => listClusters(harness.session, signal)
  const docker = (...recordings: readonly string[]) => {
    const lines = recordings.map((name) => recordedCall(name).stdout)
    return harness.runner.on(/^docker ps --all --no-trunc --filter label=k3d\.cluster --format /, lines.join(''))
  }
  const created = () =>
    harness.runner.on(/^docker inspect .*k3d-rde-test-acc-server-0$/, '/k3d-rde-test-acc-server-0 2026-11-29T05:00:00Z')

  beforeEach(() => (harness = new PhaseHarness()))
  afterEach(() => harness.close())

  describe('listClusters', () => {
    it('lists clusters with a folder here, with the state of their containers', async () => {
      docker('docker running.ps')
      created()
      await writeFileAtomically(harness.data.of('team').config, JSON.stringify({version: 1, stack: {profile: 'core'}}))
      const clusters = await list()
      expect(clusters.map(({name, used, state, profile}) => [name, used, state, profile])).to.deep.equal([
        ['rde-test-acc', true, 'running', undefined],
        ['team', false, 'absent', 'core'],
      ])
      expect(clusters[0]?.createdAt).to.equal('2026-11-29T05:00:00.000Z')
    })

    it('leaves out clusters of k3d that rde did not create', async () => {
      const line = {Names: 'k3d-theirs-server-0', State: 'running', Image: '', Status: '', Mounts: '', Ports: ''}
      const labels = {'k3d.cluster': 'theirs', 'k3d.role': 'server'}
      harness.runner.on(/^docker ps /, JSON.stringify({...line, Labels: labels}))
      harness.runner.on(/^docker inspect /, '/k3d-theirs-server-0 2026-11-29T05:00:00Z')
      expect((await list()).map(({name}) => name)).to.deep.equal(['rde-test-acc'])
    })

    it('lists the names with unknown state if Docker does not answer', async () => {
      harness.runner.on(/^docker ps /, {exitCode: 1, stderr: 'Cannot connect to the Docker daemon'})
      expect((await list()).map(({name, state}) => [name, state])).to.deep.equal([['rde-test-acc', 'unknown']])
    })

    describe('of an attached cluster', () => {
      const attached = {context: 'team', push: 'r.example', pull: 'r.example'}
      beforeEach(async () => {
        docker()
        await writeFileAtomically(harness.data.of('team').config, JSON.stringify({version: 1, cluster: {attached}}))
      })
      const readyz = () => harness.runner.on(/^kubectl get --raw \/readyz/, 'ok')
      const shows = (replicas: number, annotations = {}) => {
        const awaited = [{kind: 'Deployment', namespace: 'shop', name: 'web'}]
        const record = clusterObjects.record({id: 'web', title: 'Web', awaited} as {id: string})
        const web = {kind: 'Deployment', metadata: {namespace: 'shop', name: 'web', annotations}, spec: {replicas}}
        harness.runner
          .on(/^kubectl get configmaps .*component/, JSON.stringify({items: [record]}))
          .on(/^kubectl get deployments.apps,statefulsets.apps --all-namespaces/, JSON.stringify({items: [web]}))
      }
      const state = async () => (await list()).find(({name}) => name === 'team')?.state

      it('reports it as stopped', async () => {
        readyz()
        shows(0, {'rde.relay.sh/replicas': '2'})
        expect(await state()).to.equal('stopped')
      })

      it('reports it as running', async () => {
        readyz()
        shows(2)
        expect(await state()).to.equal('running')
      })

      it('reports it as unknown if its API server does not answer, and makes no other calls', async () => {
        harness.runner.on(/^kubectl get --raw \/readyz/, {failure: 'timed-out'})
        expect(await state()).to.equal('unknown')
      })

      it('also lists the others if the output of kubectl is unusable', async () => {
        readyz()
        harness.runner.always(/^kubectl get (configmaps|deployments)/, 'kubectl is now kubectl-2')
        expect((await list()).map(({name, state: of}) => [name, of])).to.deep.equal([
          ['rde-test-acc', 'absent'],
          ['team', 'unknown'],
        ])
      })
    })

    it('prints a row for each, and marks the one that commands work on', async () => {
      docker('docker stopped.ps')
      created()
      const [, row] = renderClusters(await list(), Date.parse('2026-11-29T08:00:00Z')).split('\n')
      expect(row).to.match(/^\* +rde-test-acc +k3d +stopped +\? +\? +3 h$/)
    })
  })

  describe('useCluster', () => {
    it('refuses an unknown name, and saves nothing', async () => {
      docker()
      const error = await useCluster(harness.session, 'tema', signal).catch((thrown: unknown) => thrown)
      expect(error).to.include({code: 'RDE_CLUSTER_UNKNOWN'})
    })

    it('accepts the default cluster without calling Docker', async () => {
      expect(await useCluster(harness.session, 'rde', signal)).to.deep.equal({cluster: 'rde'})
    })
  })
})
