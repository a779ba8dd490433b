import {readFileSync} from 'node:fs'

import type {Browser, CDPSession} from 'playwright-core'

/**
 * The memory that the task manager of a browser shows for a tab: the private memory of its process, including garbage
 * that is not yet collected. Read a few times a second; only on Linux.
 */
export class TabMemory {
  readonly #looks: number[] = []

  private constructor(private readonly session: CDPSession) {}

  static async watch(browser: Browser): Promise<TabMemory> {
    const memory = new TabMemory(await browser.newBrowserCDPSession())
    const timer = setInterval(() => void memory.#look().catch(() => clearInterval(timer)), 200).unref()
    return memory
  }

  /** The maximum of any tab, in megabytes. */
  highest(): number | undefined {
    return this.#looks.length === 0 ? undefined : Math.max(...this.#looks)
  }

  async #look(): Promise<void> {
    const {processInfo} = await this.session.send('SystemInfo.getProcessInfo')
    for (const {type, id} of processInfo) if (type === 'renderer') this.#looks.push(...privateMemory(id))
  }
}

/** In megabytes; empty if the process has ended. */
function privateMemory(pid: number): number[] {
  try {
    const [, kilobytes] = /^RssAnon:\s*(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
    return kilobytes === undefined ? [] : [Number(kilobytes) / 1024]
  } catch {
    return []
  }
}
