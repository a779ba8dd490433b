import {expect} from 'chai'

import {ScriptedProcessRunner} from '@rde/process-runner/testing'
import {Kubectl} from '@rde/toolchain'

import {ImageReference} from '../image-reference.js'
import {deployment, digestA, digestB, snapshot} from '../testing/workloads.js'
import {imageUsers} from './image-users.js'
import {patchUser} from './patch-user.js'

describe('patchUser', () => {
  it('adds the digest to the name that the author chose', async () => {
    const runner = new ScriptedProcessRunner().on(/^kubectl patch deployments\.apps hello /)
    const image = {reference: ImageReference.parse('x:local'), digest: digestA, registryHosts: []}
    const [user] = imageUsers(image, snapshot([deployment(`docker.io/library/x:local@${digestB}`)], []))
    await patchUser(user!, image, new Kubectl(runner, {kubeconfig: '/k'}))
    const patch = runner.requests[0]?.args.find((arg) => arg.startsWith('--patch='))
    expect(JSON.parse(patch!.slice('--patch='.length))).to.deep.equal({
      spec: {template: {spec: {containers: [{name: 'main', image: `docker.io/library/x:local@${digestA}`}]}}},
    })
  })
})
