import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {dirname, join} from 'node:path'

import {expect} from 'chai'
import type {Browser, BrowserContextOptions, Page} from 'playwright-core'

import {runRde, startRde, type RunOptions, type Started} from '../acceptance/rde-process.js'

export interface UiPageOptions {
  /** Name → text: the workflow files of the folder in which `rde ui` is started. */
  readonly files?: Readonly<Record<string, string>>
  readonly context?: BrowserContextOptions
  /** The user whose clusters and runs are shown; a temporary home unless given. */
  readonly user?: {readonly home: string; readonly env: Readonly<Record<string, string>>}
}

/** The user for whom rde runs. */
interface RdeUser extends RunOptions {
  readonly home: string
  readonly cwd: string
  /** Whether to delete the home when the page is closed. */
  readonly ownHome: boolean
}

/** A running `rde ui` in its own home, and a page of a browser that shows it. */
export class UiPage {
  readonly problems: string[] = []

  private constructor(
    private readonly user: RdeUser,
    private process: Started,
    readonly page: Page,
  ) {
    page.on('pageerror', (error) => this.problems.push(`${error.name}: ${error.message}`))
    page.setDefaultTimeout(10_000)
    // A violation of the content security policy is an error here; a refusal of the server is not.
    page.on('console', (message) => {
      const text = message.text()
      if (message.type() === 'error' && !text.startsWith('Failed to load resource')) this.problems.push(text)
    })
  }

  get home(): string {
    return this.user.home
  }

  /** The folder in which `rde ui` was started, with the given files. */
  get folder(): string {
    return this.user.cwd
  }

  static async open(browser: Browser, {files = {}, context = {}, user}: UiPageOptions = {}): Promise<UiPage> {
    const {home, env} = user ?? withoutDocker(mkdtempSync(join(tmpdir(), 'rde-ui-')))
    const cwd = join(home, 'workflows')
    mkdirSync(cwd, {recursive: true})
    for (const [name, text] of Object.entries(files)) {
      const path = join(cwd, name)
      mkdirSync(dirname(path), {recursive: true})
      writeFileSync(path, text)
    }
    const rdeUser = {
      ...{home, env, ownHome: user === undefined, cwd},
      ...{path: process.env['PATH'] ?? '', timeoutMs: 30 * 60_000},
    }
    const {process: served, link} = await start(rdeUser)
    const page = await (await browser.newContext(context)).newPage()
    const ui = new UiPage(rdeUser, served, page)
    await page.goto(link)
    await page.getByRole('heading', {level: 1}).waitFor()
    return ui
  }

  /** Runs another rde in the same home. */
  rde(...args: string[]) {
    return runRde(args, this.user)
  }

  /** Starts another rde in the same home. */
  start(...args: string[]): Started {
    return startRde(args, this.user)
  }

  url(path: string): string {
    return new URL(path, this.page.url()).href
  }

  /** Opens the form of a file, and runs it on this machine with these parameters. */
  run(file: string, parameters: Readonly<Record<string, string>> = {}): Promise<void> {
    return this.runOn('On this machine', file, parameters)
  }

  /** `place`: its label in the form. */
  async runOn(place: string, file: string, parameters: Readonly<Record<string, string>> = {}): Promise<void> {
    const {page} = this
    await page.goto(this.url('/'))
    await page.getByRole('link', {name: `Run ${file}`}).click()
    for (const [name, value] of Object.entries(parameters)) await page.getByLabel(name).fill(value)
    await page.getByRole('radio', {name: place}).check()
    const consent = page.getByLabel('The steps run as me')
    if (await consent.isVisible()) await consent.check()
    await page.getByRole('button', {name: 'Run', exact: true}).click()
    await page.getByRole('region', {name: 'Graph of the steps'}).waitFor()
  }

  /** Waits until the shown run is in this state. */
  async runIs(state: string): Promise<void> {
    await this.page.locator('h1', {hasText: state}).waitFor()
  }

  step(name: string) {
    return this.page.locator('.timeline').getByRole('button', {name: new RegExp(`^${name}\\b`)})
  }

  /** Ends `rde ui`, and keeps the page open. */
  async stopServer(): Promise<void> {
    this.process.child.kill('SIGINT')
    await this.process.ended
  }

  /** Starts `rde ui` again on a port. */
  async restartServer(port: string): Promise<string> {
    const {process, link} = await start(this.user, port)
    this.process = process
    return link
  }

  async close(): Promise<void> {
    await this.page.context().close()
    await this.stopServer()
    if (this.user.ownHome) rmSync(this.home, {recursive: true, force: true})
    expect(this.problems, 'errors in the browser').to.deep.equal([])
  }
}

/** A user whose page does not depend on whether Docker runs on this machine. */
function withoutDocker(home: string): NonNullable<UiPageOptions['user']> {
  return {home, env: {DOCKER_HOST: `unix://${join(home, 'docker.sock')}`}}
}

async function start(options: RdeUser, port?: string): Promise<{process: Started; link: string}> {
  const choice = port === undefined ? [] : ['--port', port]
  const process = startRde(['ui', '--no-open', ...choice], options)
  await process.printed('/?token=')
  return {process, link: process.text.stdout.trim()}
}
