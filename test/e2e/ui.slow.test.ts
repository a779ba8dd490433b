import {existsSync, readFileSync} from 'node:fs'

import {expect} from 'chai'

import {describeInBrowser} from '../browser/browser.js'
import {UiPage} from '../browser/ui-page.js'
import {examplePath} from '../example-workflows.js'
import {User} from './user.js'

/** A folder for `--stack` with everything that the profile core needs; its images are in Docker. */
const folder = process.env['RDE_E2E_STACK']
/** An image with a shell, also in Docker. Approvals run the image of relay-core, alpine:latest. */
const images = ['alpine:3.16', 'alpine:latest']
const names = ['hello', 'parallel', 'approval', 'failing']
/** A step on a cluster starts after seconds, or a minute on a busy machine. */
const patience = {timeout: 180_000}

/** One cluster for all tests. */
describeInBrowser('rde ui: a cluster', (browser) => {
  const user = new User('rde-test-e2e-ui')
  let ui: UiPage

  before(async function () {
    if (folder === undefined || !existsSync(folder)) {
      console.log('    skipped: RDE_E2E_STACK names no folder for --stack')
      return this.skip()
    }
    for (const args of [
      ['cluster', 'start', '--profile', 'core', '--agents', '0', '--stack', folder],
      ['images', 'import', ...images],
    ]) {
      const {stderr, exitCode} = await user.rde(...args)
      expect(exitCode, stderr).to.equal(0)
    }
    const files = Object.fromEntries(names.map((name) => [`${name}.yaml`, readFileSync(examplePath(name), 'utf8')]))
    ui = await UiPage.open(browser(), {files, user})
    ui.page.setDefaultTimeout(patience.timeout)
  })
  after(async () => {
    await ui?.close()
    await user.rde('cluster', 'delete', '--yes')
    user.remove()
  })

  const run = (name: string, parameters = {}) => ui.runOn('On the cluster', `${name}.yaml`, parameters)

  it('runs a file on it with the form, and follows it to its outputs', async () => {
    await run('hello', {name: 'Ada'})
    await ui.runIs('Succeeded')
    await ui.step('greet').click()
    await ui.page.getByRole('region', {name: 'Log of greet'}).getByText('Hello, Ada!').waitFor()
    await ui.page.getByRole('tab', {name: 'Outputs'}).click()
    expect(await ui.page.getByRole('tabpanel').innerText()).to.contain('Hello, Ada!')
  })

  it('runs steps side by side', async () => {
    await run('parallel')
    await ui.runIs('Succeeded')
    await ui.step('sum').click()
    await ui.page.getByText('together 169').waitFor()
  })

  it('continues after a click on Approve', async () => {
    await run('approval')
    await ui.page.getByRole('button', {name: 'Approve release'}).click()
    await ui.runIs('Succeeded')
  })

  it('selects the failed step, with its exit code', async () => {
    await run('failing')
    await ui.runIs('Failed')
    expect(await ui.page.locator('.step').innerText()).to.match(/Failed[^]*Exit code \d+/)
  })

  it('is the target of the link of the relay CLI', async () => {
    const {stdout, stderr, exitCode} = await user.rde('relay', 'workflow', 'run', 'parallel')
    expect(exitCode, stderr).to.equal(0)
    const [link] = /http:\/\/\S+/.exec(stdout + stderr) ?? []
    expect(new URL(link!).origin).to.equal(new URL(ui.page.url()).origin)
    await ui.page.goto(link!)
    await ui.page.getByRole('heading', {level: 1, name: 'parallel'}).waitFor()
    await ui.runIs('Succeeded')
  })

  it('shows its state, and the live log of a service', async () => {
    await ui.page.goto(ui.url('/cluster'))
    await ui.page.getByText(`${user.cluster} is healthy.`).waitFor()
    await ui.page.getByRole('link', {name: 'Log of relay-operator', exact: true}).click()
    await ui.page.getByRole('region', {name: 'Log of relay-operator'}).getByText('run').first().waitFor()
  })
})
