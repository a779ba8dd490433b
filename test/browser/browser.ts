import {existsSync} from 'node:fs'

import {chromium, type Browser} from 'playwright-core'

const places = [
  process.env['CHROME_PATH'],
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
]

/** The browser of this machine; undefined if there is none. */
export const browserPath = places.find((path) => path !== undefined && existsSync(path))

/** Describes tests in a real browser; without one they are skipped, with the reason in the name. */
export function describeInBrowser(name: string, tests: (browser: () => Browser) => void): void {
  if (browserPath === undefined) {
    describe.skip(`${name} (no Chromium on this machine)`, () => tests(noBrowser))
    return
  }
  describe(name, () => {
    let browser: Browser
    // Its sandbox does not work in containers; all pages are our own.
    before(async () => {
      browser = await chromium.launch({executablePath: browserPath!, args: ['--no-sandbox']})
    })
    after(() => browser.close())
    tests(() => browser)
  })
}

function noBrowser(): never {
  throw new Error('There is no browser.')
}
