import {existsSync, readdirSync, readFileSync, writeFileSync} from 'node:fs'

import {clusterIdentity, readConfig} from '@rde/config'
import {failureOf} from '@rde/config/testing/failure-of'
import {temporaryData, type TemporaryData} from '@rde/config/testing/temporary-data'
import {SystemProcessRunner} from '@rde/process-runner'
import {expect} from 'chai'

import {ExtensionSections} from '../../extensions.js'
import {chosenEditor, editConfig} from './edit.js'

describe('rde config edit', () => {
  let here: TemporaryData
  const runner = new SystemProcessRunner({environment: {}})
  const edit = (editor: string, from?: string) =>
    editConfig(
      {
        data: here.data,
        identity: clusterIdentity('rde-test-config'),
        runningShape: async () => undefined,
        sections: async () => new ExtensionSections(),
      },
      {editor, runner, from},
    )
  const copies = () => readdirSync(here.data.cluster).filter((name) => name.startsWith('config.edit-'))
  const agents = async () => (await readConfig(here.data))?.cluster.agents

  beforeEach(() => {
    here = temporaryData()
  })
  afterEach(() => here.remove())

  it('saves the edited text, and leaves no copy', async () => {
    const edited = await edit(`sed -i 's/"agents": 2/"agents": 4/'`)
    expect([edited.changed, await agents(), copies()]).to.deep.equal([true, 4, []])
  })

  it('changes nothing if the text is unchanged', async () => {
    const edited = await edit('true')
    expect([edited.changed, copies(), existsSync(here.data.configBackup)]).to.deep.equal([false, [], false])
  })

  it('keeps a text with problems, reports its path, and continues with it', async () => {
    const {code, oclif, outcome, remedies} = await failureOf(() => edit('sed -i s/agents/agnets/'))
    const kept = `${here.data.cluster}/${copies()[0]}`
    expect([code, oclif.exit, await agents()]).to.deep.equal(['RDE_CONFIG_INVALID', 2, 2])
    expect(outcome).to.contain(kept)
    expect(remedies[0]?.command).to.equal(`rde config edit --from ${kept}`)
    await edit(`sed -i 's/"agnets": 2/"agents": 3/'`, kept)
    expect([await agents(), copies()]).to.deep.equal([3, []])
  })

  it('repairs a broken config.json', async () => {
    writeFileSync(here.data.config, '{"version": 1,}')
    await edit('sed -i s/,//')
    expect(readFileSync(here.data.config, 'utf8')).to.equal('{"version": 1}')
  })

  it('reports changes without effect on an attached cluster, and needs no new cluster', async () => {
    const attached = {context: 'team', push: 'registry.example', pull: 'registry.example'}
    const config = {version: 1, kubeconfig: {}, cluster: {attached, agents: 2}}
    writeFileSync(here.data.config, JSON.stringify(config, undefined, 2))
    const {needs, unused} = await edit(`sed -i 's/"agents": 2/"agents": 1/'`)
    const message = 'cluster.agents has no effect on the cluster rde-test-config: rde did not make its nodes.'
    expect([needs, unused]).to.deep.equal(['start', message])
  })

  it('reports a change that needs a new cluster', async () => {
    writeFileSync(here.data.config, '{"version": 1, "kubeconfig": {}, "cluster": {"agents": 2}}')
    const {needs, recreate} = await edit('sed -i s/2/1/')
    expect([needs, recreate]).to.deep.equal(['recreate', ['cluster.agents']])
  })

  it('does not change config.json if the editor fails', async () => {
    const {code, outcome} = await failureOf(() => edit('false'))
    expect([code, outcome, copies()]).to.deep.equal(['RDE_EDITOR_FAILED', 'config.json is unchanged.', []])
  })
})

describe('chosenEditor', () => {
  it('is VISUAL, else EDITOR, else vi', () => {
    expect(chosenEditor({VISUAL: 'a', EDITOR: 'b'}, true)).to.equal('a')
    expect(chosenEditor({EDITOR: 'b'}, false)).to.equal('b')
    expect(chosenEditor({}, true)).to.equal('vi')
  })

  it('is exit code 2 if there is neither an editor nor a terminal', async () => {
    expect((await failureOf(() => chosenEditor({}, false))).oclif.exit).to.equal(2)
  })
})
