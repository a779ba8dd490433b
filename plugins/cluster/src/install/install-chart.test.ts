import {expect} from 'chai'

import {Scene} from '../testing/scene.js'
import {installChart} from './install-chart.js'

const busy = {
  exitCode: 1,
  stderr: 'Error: UPGRADE FAILED: another operation (install/upgrade/rollback) is in progress',
}
const upgraded = JSON.stringify({version: 2, info: {status: 'deployed'}})
const chart = {release: 'vault', namespace: 'relay-system', chart: 'vault.tgz', values: {}}

describe('installChart', () => {
  let scene: Scene
  beforeEach(() => {
    scene = new Scene()
  })
  afterEach(() => scene.close())

  it('upgrades or installs the release', async () => {
    scene.runner.on(/^helm upgrade --install vault vault.tgz --namespace relay-system /, upgraded)
    await installChart(chart, scene.context)
  })

  it('goes over the revision that a killed helm left pending', async () => {
    scene.runner
      .on(/^helm upgrade /, busy)
      .on(/^kubectl delete secrets /)
      .on(/^helm upgrade /, upgraded)
    await installChart(chart, scene.context)
    expect(scene.runner.commandLines[1]).to.contain('name=vault,status in (pending-install,')
  })

  it('throws what helm says of anything else', async () => {
    scene.runner.on(/^helm upgrade /, {exitCode: 1, stderr: 'Error: parse error at (vault/templates/a.yaml:1)'})
    const error = await installChart(chart, scene.context).catch((thrown: unknown) => thrown)
    expect(error).to.include({code: 'RDE_CHART_FAILED'}).and.to.have.property('message').that.contains('parse error')
  })
})
