import {readFileSync} from 'node:fs'
import {createRequire} from 'node:module'

import {expect} from 'chai'

import {examplePath} from '../example-workflows.js'
import {describeInBrowser} from './browser.js'
import {keepSmokeResults, smokeSample} from './smoke-sample.js'
import {UiPage} from './ui-page.js'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

interface AxeResult {
  readonly violations: ReadonlyArray<{readonly id: string; readonly nodes: ReadonlyArray<{readonly html: string}>}>
}

describeInBrowser('rde ui: accessibility', (browser) => {
  let ui: UiPage
  afterEach(() => ui.close())

  for (const colorScheme of ['light', 'dark'] as const) {
    for (const width of [360, 1440]) {
      it(`has no violation that axe knows, ${colorScheme}, at ${width} pixels`, async () => {
        const context = {colorScheme, viewport: {width, height: 800}, bypassCSP: true, reducedMotion: 'reduce'} as const
        const names = ['hello', 'approval', 'failing']
        const files = Object.fromEntries(names.map((name) => [`${name}.yaml`, readFileSync(examplePath(name), 'utf8')]))
        ui = await UiPage.open(browser(), {files, context})
        await check(ui, 'workflows')
        await ui.page.getByRole('link', {name: 'Run hello.yaml'}).click()
        await ui.page.getByRole('button', {name: 'Run'}).waitFor()
        await check(ui, 'form')
        await ui.run('approval.yaml')
        await ui.page.getByRole('button', {name: 'Approve release'}).waitFor()
        await check(ui, 'approval')
        await ui.run('failing.yaml')
        await ui.runIs('Failed')
        for (const tab of ['Log', 'Inputs', 'Outputs']) {
          await ui.page.getByRole('tab', {name: tab}).click()
          await check(ui, `run, ${tab}`)
        }
        await ui.page.goto(ui.url('/cluster'))
        await ui.page.getByRole('heading', {level: 1}).waitFor()
        await check(ui, 'cluster')
        keepSmokeResults(ui.home, smokeSample)
        await ui.page.goto(ui.url('/panels/smoke'))
        await ui.page.getByRole('table').first().waitFor()
        await check(ui, 'smoke test')
        await ui.page.goto(ui.url('/panels/services/log?name=relay-operator'))
        await ui.page.getByRole('heading', {level: 1}).waitFor()
        await check(ui, 'log of a service')
      })
    }
  }

  async function check({page}: UiPage, view: string): Promise<void> {
    await page.evaluate(axe)
    const {violations} = await page.evaluate(async () => {
      return (globalThis as unknown as {axe: {run(): Promise<AxeResult>}}).axe.run()
    })
    const found = violations.flatMap(({id, nodes}) => nodes.map(({html}) => `${id}: ${html.slice(0, 200)}`))
    expect(found, view).to.deep.equal([])
    const overflows = await page.evaluate('document.documentElement.scrollWidth > document.documentElement.clientWidth')
    expect(overflows, `${view} is wider than the window`).to.equal(false)
  }
})
