import {expect} from 'chai'

import {describeInBrowser} from './browser.js'
import {UiPage} from './ui-page.js'

const script = '<img src=x onerror="window.hacked=1"><script>window.hacked=1</script>'
const text = JSON.stringify(`${script}javascript:window.hacked=1`)

/** Tries scripts in every text of a workflow. */
const workflow = `
name: hostile
description: ${text}
parameters:
  evil: {description: ${text}, default: ${text}}
steps:
- name: ${JSON.stringify(script.slice(0, 45))}
  image: ${text}
  spec: {${text}: ${text}}
  env: {EVIL: ${text}}
  input:
  - printf '%s\\n' '${script}'
  - printf '\\033]8;;javascript:window.hacked=1\\033\\\\link\\033]8;;\\033\\\\ \\033[31m${script}\\033[0m\\n'
  - printf '\\342\\200\\256drowssap\\n'
  - exit 3
- name: after
  type: approval
  dependsOn: [${JSON.stringify(script.slice(0, 45))}]
`

describeInBrowser('rde ui: a hostile workflow', (browser) => {
  let ui: UiPage
  before(async () => (ui = await UiPage.open(browser(), {files: {'hostile.yaml': workflow}})))
  after(() => ui.close())

  const isHacked = () => ui.page.evaluate(() => Reflect.has(globalThis, 'hacked'))
  const scripts = () => ui.page.locator('img, iframe, script:not([src="/page.js"]), a[href^="javascript:"]').count()

  it('shows scripts in names, descriptions, values and logs as text', async () => {
    await ui.run('hostile.yaml')
    await ui.runIs('Failed')
    await ui.page.locator('.log-row', {hasText: 'window.hacked'}).first().waitFor()
    expect(await ui.page.locator('.log-row').allInnerTexts()).to.satisfy((rows: string[]) =>
      rows.some((row) => row.includes(script)),
    )
    for (const tab of ['Inputs', 'Outputs']) await ui.page.getByRole('tab', {name: tab}).click()
    expect([await isHacked(), await scripts()]).to.deep.equal([false, 0])
  })

  it('replaces characters that would change the direction of a line', async () => {
    await ui.page.getByRole('tab', {name: 'Log'}).click()
    await ui.page.locator('.log-row', {hasText: '\ufffddrowssap'}).waitFor()
  })

  it('shows the form and the lists without running anything', async () => {
    for (const path of ['/', `/run?kind=file&path=${encodeURIComponent(`${ui.folder}/hostile.yaml`)}`]) {
      await ui.page.goto(ui.url(path))
      await ui.page.getByText('hostile').first().waitFor()
      expect([await isHacked(), await scripts()]).to.deep.equal([false, 0])
    }
  })

  it('is harmless in a report too, which opens from the disk without a network', async () => {
    const {exitCode, stderr} = await ui.rde('workflow', 'report', 'local/hostile#1', '-o', 'report.html')
    expect(exitCode, stderr).to.equal(0)
    const context = await browser().newContext({offline: true})
    const page = await context.newPage()
    const asked: string[] = []
    page.on('request', (request) => asked.push(request.url()))
    await page.goto(`file://${ui.folder}/report.html`)
    await page.locator('h1', {hasText: 'Failed'}).waitFor()
    await page.locator('.log-row', {hasText: 'window.hacked'}).first().waitFor()
    expect(await page.evaluate(() => Reflect.has(globalThis, 'hacked'))).to.equal(false)
    expect(asked.filter((url) => !url.startsWith('file:'))).to.deep.equal([])
    await context.close()
  })
})
