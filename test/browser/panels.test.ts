import {expect} from 'chai'

import {describeInBrowser} from './browser.js'
import {keepSmokeResults, smokeSample} from './smoke-sample.js'
import {UiPage} from './ui-page.js'

describeInBrowser('rde ui: panels', (browser) => {
  let ui: UiPage
  beforeEach(async () => (ui = await UiPage.open(browser())))
  afterEach(() => ui.close())

  it('has a page of the smoke test, which grows with it and survives a reload', async () => {
    await ui.page.getByRole('link', {name: 'Smoke test'}).click()
    await ui.page.getByText('No smoke test was run on this cluster.').waitFor()
    keepSmokeResults(ui.home, {...smokeSample, results: smokeSample.results.slice(0, 1)})
    // Without a cluster to watch, the page is updated every 10 s.
    await ui.page.getByText('1 passed, 0 failed, 3 not tested.').waitFor({timeout: 30_000})
    keepSmokeResults(ui.home, smokeSample)
    await ui.page.getByText('2 passed, 1 failed, 1 not tested.').waitFor({timeout: 30_000})
    await ui.page.reload()
    await ui.page.getByText('its container exits with 2').waitFor()
    const cells = await ui.page.getByRole('table').first().getByRole('row').allInnerTexts()
    expect(cells.map((row) => row.split('\t').map((cell) => cell.trim()))).to.deep.equal([
      ['relay-operator', '7', '8'],
      ['1.2', '✔\u00A0passed', '✔\u00A0passed'],
      ['1.3', '✖\u00A0failed', 'not tested'],
    ])
  })

  it('shows why there is no log of a service, and what to do', async () => {
    await ui.page.goto(ui.url('/panels/services/log?name=relay-operator'))
    await ui.page.getByRole('heading', {name: 'relay-operator'}).waitFor()
    await ui.page.getByText('Docker does not answer').first().waitFor()
    await ui.page.getByText('Start Docker').first().waitFor()
  })
})
