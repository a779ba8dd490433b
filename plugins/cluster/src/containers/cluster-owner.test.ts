import {isRdeError} from '@rde/errors'
import {recordedCall} from '@rde/process-runner/testing'
import {currentOwner, ownerLabelOf} from '@rde/toolchain'
import {expect} from 'chai'

import {cluster} from '../phases/cluster.js'
import {deleteQuestion} from '../services/delete.js'
import {clusterStatus} from '../services/status.js'
import {stopCluster} from '../services/stop.js'
import {PhaseHarness} from '../testing/phase-harness.js'

const alice = {user: 'alice', folder: '/home/alice/.local/share/rde/clusters/rde'}

describe('a cluster that was created from another data folder', () => {
  let harness: PhaseHarness

  beforeEach(() => (harness = new PhaseHarness()))
  afterEach(() => harness.close())

  /** Answers like Docker for the recorded cluster, with this owner. */
  const createdBy = (owner = alice, recording = 'running') => {
    const [, label = ''] = ownerLabelOf(owner).split('=')
    const {stdout} = recordedCall(`docker ${recording}.ps`)
    const labelled = stdout.replaceAll('"rde.relay.sh/owner":""', `"rde.relay.sh/owner":${JSON.stringify(label)}`)
    harness.runner.on(/^docker ps .*label=/, labelled)
  }
  const confirm = (yes = false) => cluster.confirm!(harness.context, {yes})
  const refusal = (asked: Promise<unknown>) =>
    asked.then(
      () => expect.fail('it was not refused'),
      (error: unknown) => (isRdeError(error) ? error : expect.fail(String(error))),
    )

  it('is not started without a yes: the error names its owner and the command', async () => {
    createdBy()
    const {message, code, remedies} = await refusal(confirm())
    expect(message).to.match(
      /^The cluster rde-test-acc was created by alice with the data folder \/home\/alice\/\S+\. Use it from here, too\?/,
    )
    expect([code, remedies[0]?.command]).to.deep.equal(['RDE_NOT_CONFIRMED', 'rde cluster start --yes'])
  })

  it('is used without another question after a yes', async () => {
    createdBy()
    createdBy()
    await confirm(true)
    await confirm()
  })

  it('is asked about again if somebody else has created it since', async () => {
    createdBy()
    createdBy({...alice, user: 'bob', folder: '/home/bob'})
    await confirm(true)
    expect((await refusal(confirm())).message).to.contain('created by bob')
  })

  it('is used without a question from its own data folder, by any user', async () => {
    createdBy({...currentOwner(harness.data), user: 'somebody'})
    await confirm()
  })

  it('is used without a question if it has no owner', async () => {
    harness.play('docker running.ps')
    await confirm()
  })

  it('leaves a Docker that does not answer to the machine check', async () => {
    harness.play('docker no-docker.ps')
    await confirm()
  })

  it('leaves another failure of Docker to the machine check', async () => {
    harness.runner.on(/^docker ps /, {exitCode: 97, stderr: 'unknown flag: --all'})
    await confirm()
  })

  it('is mentioned as a question in a dry run', async () => {
    createdBy()
    const [first] = await cluster.preview!(harness.context)
    expect(first).to.match(/^# asks first: the cluster was created by alice/)
  })

  it('is not stopped without a yes', async () => {
    createdBy()
    const options = {signal: harness.interruption.signal, report: () => {}, yes: false}
    expect((await refusal(stopCluster(harness.session, options))).remedies[0]?.command).to.equal(
      'rde cluster stop --yes',
    )
  })

  it('is named in the question of a delete', async () => {
    createdBy()
    expect(await deleteQuestion(harness.session)).to.match(
      /^The cluster rde-test-acc was created by alice .*\. Delete the cluster rde-test-acc with everything in it\?$/,
    )
  })

  it('is shown with its owner, without a problem about the missing config.json', async () => {
    createdBy()
    const {owner, problems} = await clusterStatus(harness.session, harness.interruption.signal)
    expect(owner).to.deep.equal(alice)
    expect(problems[0]).to.match(/^it was created by alice .*, and is not used from here$/)
  })
})
