import {RdeError} from '@rde/errors'
import {ScriptedProcessRunner} from '@rde/process-runner/testing'
import {Helm} from '@rde/toolchain'
import {expect} from 'chai'

import {source as sourceSchema} from '../document/source-schema.js'
import {fetchSource} from './fetch-source.js'

const chart = sourceSchema.parse({
  ...{type: 'chart', release: 'vault', namespace: 'n'},
  ...{repository: 'oci://charts.example', name: 'vault', version: '1.0.0'},
})

describe('fetchSource of a chart', () => {
  const failure = async (helm: Pick<Helm, 'pull'>) =>
    fetchSource(chart, '/nonexistent', {helm}).then(
      () => expect.fail('no error'),
      (error: Error) => error,
    )

  it('has a reason even if helm printed none', async () => {
    const runner = new ScriptedProcessRunner().on(/^helm pull/, {exitCode: 1})
    const {message} = await failure(new Helm(runner, {file: 'helm', kubeconfig: ''}))
    expect(message).to.match(/^oci:\/\/charts\.example\/vault 1\.0\.0 cannot be downloaded: exit code 1/)
  })

  it('is not a failed download if helm is not installed', async () => {
    const missing = new RdeError('helm is not installed.', {code: 'RDE_TOOLS', exitCode: 3})
    expect(await failure({pull: () => Promise.reject(missing)})).to.equal(missing)
  })
})
