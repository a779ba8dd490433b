import {expect} from 'chai'

import {describeInBrowser} from './browser.js'
import {UiPage} from './ui-page.js'

describeInBrowser('rde ui: access and connection', (browser) => {
  let ui: UiPage
  const files = {'quick.yaml': 'name: quick\nsteps:\n- {name: a, image: x, input: [echo done]}\n'}
  beforeEach(async () => (ui = await UiPage.open(browser(), {files})))
  afterEach(() => ui.close())

  it('leaves no token in the address, and opens a deep link with the cookie', async () => {
    expect(ui.page.url()).not.to.contain('token')
    await ui.page.goto(ui.url('/cluster'))
    await ui.page.getByRole('heading', {name: 'Cluster'}).waitFor()
  })

  it('shows a browser without the cookie only how to get access', async () => {
    const context = await browser().newContext()
    const page = await context.newPage()
    const answer = await page.goto(ui.url('/'))
    expect([answer?.status(), await page.locator('body').innerText()]).to.satisfy(
      ([status, shown]: [number, string]) => {
        return status === 401 && shown.includes('run rde ui again')
      },
    )
    await context.close()
  })

  it('reports that rde has stopped, and shows new data once it runs again and has given access', async () => {
    await ui.run('quick.yaml')
    await ui.runIs('Succeeded')
    const {port} = new URL(ui.page.url())
    await ui.stopServer()
    await ui.page.getByText('The connection to rde is lost').waitFor()
    const link = await ui.restartServer(port)
    const other = await ui.page.context().newPage()
    await other.goto(link)
    await ui.page.getByText('The connection to rde is lost').waitFor({state: 'detached'})
    await ui.runIs('Succeeded')
  })

  it('sends a second rde ui to the first', async () => {
    const {stdout, stderr, exitCode} = await ui.rde('ui', '--no-open')
    expect([exitCode, new URL(stdout).host]).to.deep.equal([0, new URL(ui.page.url()).host])
    expect(stderr).to.contain('already running')
  })
})
