import {expect} from 'chai'

import {describeInBrowser} from './browser.js'
import {largeRun, largeWorkflow} from './large-workflow.js'
import {UiPage} from './ui-page.js'

const {steps, lines} = largeRun

describeInBrowser(`rde ui: ${steps} steps and ${lines} lines`, (browser) => {
  let ui: UiPage
  before(async function () {
    this.timeout(120_000)
    ui = await UiPage.open(browser(), {files: {'large.yaml': largeWorkflow}})
    await ui.run('large.yaml')
    await ui.page.locator('h1', {hasText: 'Succeeded'}).waitFor({timeout: 90_000})
    await ui.step('step-0').click()
  })
  after(() => ui.close())

  it('shows every step in the graph and in the list', async () => {
    const counts = [ui.page.locator('.timeline li'), ui.page.locator('.graph .node')].map((found) => found.count())
    expect(await Promise.all(counts)).to.deep.equal([steps, steps])
  })

  it('keeps all lines of a log, and draws the visible ones', async () => {
    await ui.page.getByText(`${lines.toLocaleString('en')} lines`).waitFor()
    expect(await ui.page.locator('.log-row').count()).to.be.lessThan(120)
    await ui.page.getByText(`line ${lines} of the log`).waitFor()
  })

  it('finds a line anywhere, and goes from one match to the next', async () => {
    await ui.page.getByLabel('Search in the log').fill('line 5000')
    await ui.page.getByText('1 of 11').waitFor()
    await ui.page.locator('.log-row.current', {hasText: 'line 5000 of'}).waitFor()
    await ui.page.getByLabel('Search in the log').press('Enter')
    await ui.page.locator('.log-row.current', {hasText: 'line 50000 of'}).waitFor()
  })
})
