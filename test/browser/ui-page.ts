import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {dirname, join} from 'node:path'

import {expect} from 'chai'
import type {Browser, BrowserContextOptions, Page} from 'playwright-core'

import {runRde, startRde, type Started} from '../acceptance/rde-process.js'

export interface UiPageOptions {
  /** Name → text: the workflow files of the folder that `rde ui` is started in. */
  readonly files?: Readonly<Record<string, string>>
  readonly context?: BrowserContextOptions
}

/** A running `rde ui` in a home of its own, and a browser's page that shows it. */
export class UiPage {
  readonly problems: string[] = []

  private constructor(
    readonly home: string,
    private process: Started,
    readonly page: Page,
  ) {
    page.on('pageerror', (error) => this.problems.push(`${error.name}: ${error.message}`))
    page.setDefaultTimeout(10_000)
    // What the content security policy stopped is an error here; that the server refuses something is not.
    page.on('console', (message) => {
      const text = message.text()
      if (message.type() === 'error' && !text.startsWith('Failed to load resource')) this.problems.push(text)
    })
  }

  static async open(browser: Browser, {files = {}, context = {}}: UiPageOptions = {}): Promise<UiPage> {
    const home = mkdtempSync(join(tmpdir(), 'rde-ui-'))
    for (const [name, text] of Object.entries(files)) {
      const path = join(home, 'work', name)
      mkdirSync(dirname(path), {recursive: true})
      writeFileSync(path, text)
    }
    mkdirSync(join(home, 'work'), {recursive: true})
    const {process, link} = await start(home)
    const page = await (await browser.newContext(context)).newPage()
    const ui = new UiPage(home, process, page)
    await page.goto(link)
    await page.getByRole('heading', {level: 1}).waitFor()
    return ui
  }

  /** Runs another rde in the same home. */
  rde(...args: string[]) {
    return runRde(args, settings(this.home))
  }

  /** Starts another rde in the same home. */
  start(...args: string[]): Started {
    return startRde(args, settings(this.home))
  }

  url(path: string): string {
    return new URL(path, this.page.url()).href
  }

  /** Opens the form of a file, and runs it on this machine with these parameters. */
  async run(file: string, parameters: Readonly<Record<string, string>> = {}): Promise<void> {
    const {page} = this
    await page.goto(this.url('/'))
    await page.getByRole('link', {name: `Run ${file}`}).click()
    for (const [name, value] of Object.entries(parameters)) await page.getByLabel(name).fill(value)
    await page.getByLabel('On this machine').check()
    const consent = page.getByLabel('The steps run as me')
    if (await consent.isVisible()) await consent.check()
    await page.getByRole('button', {name: 'Run', exact: true}).click()
    await page.getByRole('region', {name: 'Graph of the steps'}).waitFor()
  }

  /** Waits until the run that is shown is in a state. */
  async runIs(state: string): Promise<void> {
    await this.page.locator('h1', {hasText: state}).waitFor()
  }

  step(name: string) {
    return this.page.locator('.timeline').getByRole('button', {name: new RegExp(`^${name}\\b`)})
  }

  /** Ends `rde ui`, and leaves the page alone. */
  async stopServer(): Promise<void> {
    this.process.child.kill('SIGINT')
    await this.process.ended
  }

  /** Starts `rde ui` again on a port. */
  async restartServer(port: string): Promise<string> {
    const {process, link} = await start(this.home, port)
    this.process = process
    return link
  }

  async close(): Promise<void> {
    await this.page.context().close()
    await this.stopServer()
    rmSync(this.home, {recursive: true, force: true})
    expect(this.problems, 'errors in the browser').to.deep.equal([])
  }
}

async function start(home: string, port?: string): Promise<{process: Started; link: string}> {
  const choice = port === undefined ? [] : ['--port', port]
  const process = startRde(['ui', '--no-open', ...choice], settings(home))
  await process.printed('/?token=')
  return {process, link: process.text.stdout.trim()}
}

function settings(home: string) {
  return {home, cwd: join(home, 'work'), path: globalThis.process.env['PATH'] ?? '', timeoutMs: 120_000}
}
