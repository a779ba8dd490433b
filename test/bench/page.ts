import {writeFileSync} from 'node:fs'
import {join} from 'node:path'

import {chromium, type Browser} from 'playwright-core'

import {browserPath} from '../browser/browser.js'
import {largeRun, largeWorkflow} from '../browser/large-workflow.js'
import {UiPage} from '../browser/ui-page.js'
import type {Contestant} from './measure.js'

/** Prints a line for each file that appears. */
const waiting = `name: waiting
steps:
- name: wait
  image: x
  input: ['n=0; while [ $n -lt 1000 ]; do while [ ! -e "$GO/$n" ]; do sleep 0.005; done; echo "saw $n"; n=$((n+1)); done']
  env: {GO: !Parameter folder}
parameters: {folder: {}}
`

/** What a reader of the page waits for. Without a browser there is nothing to measure. */
export function pageBenches() {
  if (browserPath === undefined) return []
  let browser: Browser
  let ui: UiPage
  const open = async () => {
    browser = await chromium.launch({executablePath: browserPath!, args: ['--no-sandbox']})
    ui = await UiPage.open(browser, {files: {'large.yaml': largeWorkflow, 'waiting.yaml': waiting}})
  }
  const end = async () => {
    await ui.close()
    await browser.close()
  }
  return [
    {
      name: 'page-view',
      title: `First view of a run of ${largeRun.steps} steps and ${largeRun.lines} lines, beside the list of workflows; under 1 s is wanted`,
      rounds: 7,
      async contestants(): Promise<Contestant[]> {
        await open()
        await ui.run('large.yaml')
        await ui.page.locator('h1', {hasText: 'Succeeded'}).waitFor({timeout: 300_000})
        const large = ui.url('/local/large/runs/1?step=step-0')
        return [
          {name: 'workflows', run: () => view('/', 'h1')},
          {name: 'the large run', run: () => view(large, '.graph .node >> nth=0'), cleanUp: tellMemory},
          {name: 'its last line', run: () => view(large, `text=line ${largeRun.lines} of the log`)},
        ]
      },
      end,
    },
    {
      name: 'page-event',
      title: 'From what a step prints to the page that shows it, at most 200 ms are wanted',
      rounds: 20,
      async contestants(): Promise<Contestant[]> {
        await open()
        await ui.run('waiting.yaml', {folder: ui.home})
        let next = 0
        const print = async () => {
          writeFileSync(join(ui.home, String(next)), '')
          await ui.page.getByText(`saw ${next}`, {exact: true}).waitFor()
          next += 1
        }
        return [{name: 'a line', run: print}]
      },
      end,
    },
  ]

  async function view(path: string, shown: string): Promise<void> {
    await ui.page.goto(path.startsWith('/') ? ui.url(path) : path)
    await ui.page.locator(shown).waitFor()
  }

  async function tellMemory(): Promise<void> {
    const session = await ui.page.context().newCDPSession(ui.page)
    const {usedSize} = await session.send('Runtime.getHeapUsage')
    await session.detach()
    console.log(`  heap of the tab: ${(usedSize / 2 ** 20).toFixed(0)} MB`)
  }
}
