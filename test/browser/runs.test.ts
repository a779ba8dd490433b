import {readFileSync} from 'node:fs'

import {expect} from 'chai'

import {examplePath} from '../example-workflows.js'
import {describeInBrowser} from './browser.js'
import {UiPage} from './ui-page.js'

const example = (name: string) => readFileSync(examplePath(name), 'utf8')

describeInBrowser('rde ui: runs', (browser) => {
  let ui: UiPage
  before(async () => {
    const names = ['hello', 'parallel', 'approval', 'failing']
    const files = Object.fromEntries(names.map((name) => [`${name}.yaml`, example(name)]))
    ui = await UiPage.open(browser(), {
      files: {...files, 'slow.yaml': 'name: slow\nsteps:\n- {name: wait, image: x, input: [echo begun, sleep 60]}\n'},
    })
  })
  after(() => ui.close())

  it('runs a file with the form of its parameters, and shows the outputs', async () => {
    await ui.run('hello.yaml', {name: 'Ada'})
    await ui.runIs('Succeeded')
    await ui.step('greet').click()
    await ui.page.getByRole('tab', {name: 'Outputs'}).click()
    expect(await ui.page.getByRole('tabpanel').innerText()).to.contain('Hello, Ada!')
  })

  it('shows the same after a reload, the chosen step included', async () => {
    await ui.step('count').click()
    await ui.page.reload()
    await ui.page.getByRole('heading', {level: 2, name: 'count'}).waitFor()
    await ui.runIs('Succeeded')
  })

  it('follows a run live, and continues after a click on Approve', async () => {
    await ui.run('approval.yaml')
    await ui.page.getByRole('button', {name: 'Approve release'}).click()
    await ui.runIs('Succeeded')
  })

  it('skips the following steps after a click on Reject, and shows why', async () => {
    await ui.run('approval.yaml')
    await ui.page.getByRole('button', {name: 'Reject release'}).click()
    await ui.page.locator('h1').getByText('Running').waitFor({state: 'detached'})
    await ui.step('release').click()
    expect(await ui.page.locator('.step').innerText())
      .to.contain('Skipped')
      .and.to.contain('rejected')
  })

  it('selects the failed step, with its exit code and its log', async () => {
    await ui.run('failing.yaml')
    await ui.runIs('Failed')
    expect(await ui.page.locator('.step').innerText()).to.match(/Failed[^]*Exit code \d+/)
  })

  it('runs a run again with the same parameters', async () => {
    await ui.run('hello.yaml', {name: 'Grace'})
    await ui.runIs('Succeeded')
    const before = ui.page.url()
    await ui.page.getByRole('button', {name: 'Run again'}).click()
    await ui.page.waitForURL((url) => !before.startsWith(url.href.split('?')[0]!))
    await ui.runIs('Succeeded')
    expect(await ui.page.getByRole('list', {name: 'Parameters'}).innerText()).to.contain('Grace')
  })

  it('ends a run after a click on Cancel', async () => {
    await ui.run('slow.yaml')
    await ui.page.getByText('begun').waitFor()
    await ui.page.getByRole('button', {name: 'Cancel'}).click()
    await ui.runIs('Cancelled')
  })

  it('shows a run that a terminal started, from its beginning', async () => {
    await ui.page.goto(ui.url('/'))
    const terminal = ui.start('workflow', 'run', '--on', 'host', '--yes', 'slow.yaml')
    const run = ui.page.getByRole('link', {name: 'local/slow#2', exact: true})
    await run.click()
    await ui.page.getByText('begun').waitFor()
    expect(await ui.page.getByRole('button', {name: 'Cancel'}).count(), 'it is not ours to end').to.equal(0)
    terminal.child.kill('SIGINT')
    await ui.runIs('Cancelled')
    await terminal.ended
  })

  it('shows without a cluster how to start one, and still runs files', async () => {
    await ui.page.goto(ui.url('/'))
    const cluster = ui.page.getByRole('region', {name: 'On the cluster'})
    await cluster.getByText('rde cluster start').waitFor()
  })

  it('shows for a missing run how to list the existing ones', async () => {
    await ui.page.goto(ui.url('/local/nobody/runs/1'))
    await ui.page.getByRole('alert').getByText('There is no run').waitFor()
    await ui.page.getByText('rde workflow runs').waitFor()
  })

  it('needs no mouse: every step can be selected with the keyboard', async () => {
    await ui.run('parallel.yaml')
    await ui.runIs('Succeeded')
    await ui.step('three').focus()
    await ui.page.keyboard.press('ArrowDown')
    await ui.page.keyboard.press('Enter')
    await ui.page.getByRole('heading', {level: 2, name: 'four'}).waitFor()
    await ui.page.getByRole('tab', {name: 'Log'}).focus()
    await ui.page.keyboard.press('ArrowRight')
    expect(await ui.page.getByRole('tab', {name: 'Inputs'}).getAttribute('aria-selected')).to.equal('true')
  })
})
