import {spawnSync} from 'node:child_process'
import {openSync, writeSync} from 'node:fs'
import {join} from 'node:path'

import {chromium, type Browser, type Page} from 'playwright-core'

import {browserPath} from '../browser/browser.js'
import {followedWorkflow, largeRun, largeWorkflow} from '../browser/large-workflow.js'
import {UiPage} from '../browser/ui-page.js'
import type {Contestant} from './measure.js'
import {TabMemory} from './tab-memory.js'

const {steps, lines} = largeRun

/** The waiting times of a user of the page. Needs a browser. */
export function pageBenches() {
  if (browserPath === undefined) return []
  let browser: Browser
  let ui: UiPage
  let memory: TabMemory
  let tab: Page
  // A new page for each view: a used one still contains the garbage of other views.
  const inNewTab = {
    prepare: async () => void (tab = await ui.page.context().newPage()),
    cleanUp: () => tab.close(),
  }
  const open = async () => {
    browser = await chromium.launch({executablePath: browserPath!, args: ['--no-sandbox']})
    ui = await UiPage.open(browser, {files: {'large.yaml': largeWorkflow, 'followed.yaml': followedWorkflow}})
    memory = await TabMemory.watch(browser)
  }
  const end = async () => {
    console.log(`  memory of the tab: at most ${memory.highest()?.toFixed(0) ?? '?'} MB; under 300 MB are wanted`)
    await ui.close()
    await browser.close()
  }
  return [
    {
      name: 'page-view',
      title: `First view of a run of ${steps} steps and ${lines} lines, beside the list of workflows; under 1 s is wanted`,
      rounds: 7,
      async contestants(): Promise<Contestant[]> {
        await open()
        await ui.run('large.yaml')
        await ui.page.locator('h1', {hasText: 'Succeeded'}).waitFor({timeout: 300_000})
        const large = ui.url('/local/large/runs/1?step=step-0')
        return [
          {name: 'workflows', run: () => view(ui.url('/'), 'h1'), ...inNewTab},
          {name: 'the large run', run: () => view(large, '.graph .node >> nth=0'), ...inNewTab},
          {name: 'its last line', run: () => view(large, `text=line ${lines} of the log`), ...inNewTab},
        ]
      },
      end,
    },
    {
      name: 'page-event',
      title: `From what a step does to the page that shows it, in a run of ${steps} steps and ${lines} lines; at most 200 ms are wanted`,
      rounds: 20,
      async contestants(): Promise<Contestant[]> {
        await open()
        const pipes = Array.from({length: steps}, (_, number) => join(ui.home, `step-${number}`))
        spawnSync('mkfifo', pipes)
        // We open the pipes for reading and writing, so no step sees the end of its pipe.
        const ends = pipes.map((pipe) => openSync(pipe, 'r+'))
        await ui.run('followed.yaml', {pipes: ui.home})
        await ui.page.getByText(`${lines.toLocaleString('en')} lines`).waitFor({timeout: 300_000})
        let line = 0
        let step = 0
        return [
          {
            name: 'a line',
            run() {
              line += 1
              return untilShown('.log-row .text', `saw ${line}`, () => writeSync(ends[0]!, `saw ${line}\n`))
            },
          },
          {
            name: 'the end of a step',
            run() {
              step += 1
              return untilShown('.node title', `step-${step}: Succeeded`, () => writeSync(ends[step]!, 'go\n'))
            },
          },
        ]
      },
      end,
    },
  ]

  async function view(address: string, shown: string): Promise<void> {
    await tab.goto(address)
    await tab.locator(shown).waitFor()
  }

  /** Measured with the clock of the page, in milliseconds: playwright polls too rarely, and adds overhead. */
  async function untilShown(selector: string, text: string, cause: () => void): Promise<number> {
    const shown = ui.page.evaluate<number>(`new Promise((resolve) => {
      const isShown = () => [...document.querySelectorAll('${selector}')].some((one) => one.textContent === '${text}')
      const observer = new MutationObserver(() => {
        if (!isShown()) return
        observer.disconnect()
        requestAnimationFrame(() => setTimeout(() => resolve(Date.now())))
      })
      observer.observe(document.body, {subtree: true, childList: true, characterData: true})
    })`)
    // It answers once it listens.
    await ui.page.evaluate('0')
    const begin = Date.now()
    cause()
    return (await shown) - begin
  }
}
