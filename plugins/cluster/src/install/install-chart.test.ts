import {expect} from 'chai'

import {PhaseHarness} from '../testing/phase-harness.js'
import {installChart} from './install-chart.js'

const busy = {
  exitCode: 1,
  stderr: 'Error: UPGRADE FAILED: another operation (install/upgrade/rollback) is in progress',
}
const upgraded = JSON.stringify({version: 2, info: {status: 'deployed'}})
const chart = {release: 'vault', namespace: 'relay-system', chart: 'vault.tgz', sha256: '', values: {}}

describe('installChart', () => {
  let harness: PhaseHarness
  beforeEach(() => {
    harness = new PhaseHarness()
  })
  afterEach(() => harness.close())

  it('upgrades or installs the release', async () => {
    harness.runner.on(/^helm upgrade --install vault vault.tgz --namespace relay-system /, upgraded)
    await installChart(chart, harness.context)
  })

  it('replaces the revision that a killed helm left pending', async () => {
    harness.runner
      .on(/^helm upgrade /, busy)
      .on(/^kubectl delete secrets /)
      .on(/^helm upgrade /, upgraded)
    await installChart(chart, harness.context)
    expect(harness.runner.commandLines[1]).to.contain('name=vault,status in (pending-install,')
  })

  it('throws any other error of helm', async () => {
    harness.runner.on(/^helm upgrade /, {exitCode: 1, stderr: 'Error: parse error at (vault/templates/a.yaml:1)'})
    const error = await installChart(chart, harness.context).catch((thrown: unknown) => thrown)
    expect(error).to.include({code: 'RDE_CHART_FAILED'}).and.to.have.property('message').that.contains('parse error')
  })
})
