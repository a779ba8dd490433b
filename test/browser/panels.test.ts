import {mkdirSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'

import {expect} from 'chai'

import {describeInBrowser} from './browser.js'
import {UiPage} from './ui-page.js'

const state = {
  plan: {
    axes: [
      {service: 'relay-operator', versions: ['1.2', '1.3']},
      {service: 'relay-metadata-api', versions: ['7', '8']},
    ],
    ...{suite: 'hash', cases: ['hello', '<img src=x onerror=alert(1)>']},
  },
  ...{round: 1, past: {passed: 0, failed: 0}},
  results: [
    {
      ...{place: 0, combination: {'relay-operator': '1.2', 'relay-metadata-api': '7'}, startedAt: '', ms: 61_000},
      ...{rollout: {ms: 9_000}, cases: [{name: 'hello', ms: 12_000}]},
    },
    {
      ...{place: 1, combination: {'relay-operator': '1.3', 'relay-metadata-api': '7'}, startedAt: '', ms: 90_000},
      ...{rollout: {ms: 30_000, failure: 'deployment/relay-operator did not become ready'}, cases: []},
    },
  ],
}

describeInBrowser('rde ui: panels', (browser) => {
  let ui: UiPage
  beforeEach(async () => (ui = await UiPage.open(browser())))
  afterEach(() => ui.close())

  it('has a page of the smoke test, which grows with it and survives a reload', async () => {
    const folder = join(ui.home, '.local/share/rde/clusters/rde/smoke')
    const keep = (document: object) => writeFileSync(join(folder, 'smoke.json'), JSON.stringify(document))
    await ui.page.getByRole('link', {name: 'Smoke test'}).click()
    await ui.page.getByText('No smoke test was run on this cluster.').waitFor()
    mkdirSync(folder, {recursive: true})
    keep({...state, results: state.results.slice(0, 1)})
    await ui.page.getByText('1 passed, 0 failed, 3 not tested.').waitFor()
    keep(state)
    await ui.page.getByText('1 passed, 1 failed, 2 not tested.').waitFor()
    await ui.page.reload()
    await ui.page.getByText('deployment/relay-operator did not become ready').waitFor()
    const cells = await ui.page.getByRole('table').first().getByRole('row').allInnerTexts()
    expect(cells.map((row) => row.split('\t').map((cell) => cell.trim()))).to.deep.equal([
      ['relay-operator', '7', '8'],
      ['1.2', '✔ passed', 'not tested'],
      ['1.3', '✖ failed', 'not tested'],
    ])
  })

  it('says why there is no log of a service, and what to do', async () => {
    await ui.page.goto(ui.url('/panels/services/log?name=relay-operator'))
    await ui.page.getByRole('heading', {name: 'relay-operator'}).waitFor()
    await ui.page.getByText('rde cluster start').first().waitFor()
  })
})
