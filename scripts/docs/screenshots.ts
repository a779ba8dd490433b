// npm run screenshots: renews the pictures of docs/ui.md, with the Chromium of this machine. --all: every view in
// light, dark and narrow, for review.
import {mkdirSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'

import {chromium, type Browser, type BrowserContextOptions} from 'playwright-core'

import {browserPath} from '../../test/browser/browser.js'
import {keepSmokeResults, smokeSample} from '../../test/browser/smoke-sample.js'
import {UiPage} from '../../test/browser/ui-page.js'

const root = fileURLToPath(new URL('../..', import.meta.url))
const folder = join(root, 'docs/images')

const deploy = `name: deploy
description: Builds, tests and deploys the shop.
parameters:
  environment: {description: Where to deploy to., default: staging}
  version: {description: The version to deploy.}
  replicas: {type: number, default: 2}
steps:
- name: build
  image: alpine:3.16
  input:
  - printf '\\033[36m==>\\033[0m Compiling the shop\\n'
  - 'for i in 1 2 3 4 5; do echo "compiled module $i of 5"; sleep 0.2; done'
  - printf '\\033[32mok\\033[0m    142 files\\n'
- name: unit-tests
  image: alpine:3.16
  dependsOn: build
  spec: {version: !Parameter version, environment: !Parameter environment}
  input:
  - 'for i in 1 2 3 4 5 6 7 8; do printf "\\033[32m✓\\033[0m suite $i passed\\n"; sleep 0.1; done'
  - printf '\\033[33mwarn\\033[0m  2 tests were skipped\\n'
- {name: lint, image: alpine:3.16, dependsOn: build, input: [sleep 0.5, echo clean]}
- {name: approve, type: approval, dependsOn: [unit-tests, lint]}
- {name: migrate, image: alpine:3.16, dependsOn: approve, input: [sleep 0.4, echo migrated]}
- name: rollout
  image: alpine:3.16
  dependsOn: migrate
  spec: {environment: !Parameter environment, version: !Parameter version, replicas: !Parameter replicas}
  input:
  - printf '\\033[36m==>\\033[0m Rolling out\\n'
  - echo "replica 1 of 2 is ready"
  - printf '\\033[31merror\\033[0m replica 2 did not become ready within 30 s\\n'
  - exit 3
- {name: notify, image: alpine:3.16, dependsOn: rollout, input: [echo done]}
`

const wide = {width: 1280, height: 860}
const narrow = {width: 360, height: 740}

/** Makes the page show the folder of a user instead of the temporary one. */
const userFolder = (home: string) =>
  `document.querySelectorAll('.path').forEach((path) => (path.textContent = path.textContent.replace('${home}', '/home/ada')))`

/** The screenshots that the documentation uses. */
const shown = [
  'ui-form-light',
  'ui-running-light',
  'ui-smoke-light',
  'ui-workflows-light',
  'ui-approval-dark',
  'ui-failed-dark',
  'ui-failed-narrow',
]

async function take(browser: Browser, name: string, context: BrowserContextOptions): Promise<void> {
  const examples = ['hello', 'parallel', 'approval'].map((file) => {
    return [`${file}.yaml`, readFileSync(join(root, 'examples', `${file}.yaml`), 'utf8')] as const
  })
  const files = {'deploy.yaml': deploy, ...Object.fromEntries(examples)}
  const ui = await UiPage.open(browser, {files, context: {...context, reducedMotion: 'reduce'}})
  const shoot = async (view: string) => {
    // By then, everything that changes by itself, such as a duration, has been drawn.
    await ui.page.waitForTimeout(400)
    await ui.page.evaluate(userFolder(ui.home))
    const file = `ui-${view}-${name}`
    if (shown.includes(file) || process.argv.includes('--all'))
      await ui.page.screenshot({path: join(folder, `${file}.png`)})
  }
  await ui.run('hello.yaml')
  await ui.runIs('Succeeded')
  await ui.page.goto(ui.url('/'))
  await ui.page.getByRole('link', {name: 'Run deploy.yaml'}).click()
  await ui.page.getByLabel('version').waitFor()
  await shoot('form')
  await ui.run('deploy.yaml', {version: '1.4.2'})
  await ui.page.getByRole('button', {name: 'Approve approve'}).waitFor()
  await shoot('approval')
  await ui.step('unit-tests').click()
  await shoot('running')
  await ui.step('approve').click()
  await ui.page.getByRole('button', {name: 'Approve approve'}).click()
  await ui.runIs('Failed')
  await ui.step('rollout').click()
  await shoot('failed')
  await ui.page.goto(ui.url('/'))
  await ui.page.getByRole('heading', {name: 'Runs'}).waitFor()
  await shoot('workflows')
  await ui.page.goto(ui.url('/cluster'))
  await ui.page.getByRole('heading', {level: 2}).first().waitFor()
  await shoot('cluster')
  keepSmokeResults(ui.home, smokeSample)
  await ui.page.goto(ui.url('/panels/smoke'))
  await ui.page.getByRole('table').first().waitFor()
  await shoot('smoke')
  await ui.close()
}

if (browserPath === undefined) throw new Error('There is no Chromium on this machine.')
mkdirSync(folder, {recursive: true})
const browser = await chromium.launch({executablePath: browserPath, args: ['--no-sandbox']})
for (const [name, context] of Object.entries({
  light: {viewport: wide, colorScheme: 'light'},
  dark: {viewport: wide, colorScheme: 'dark'},
  narrow: {viewport: narrow, colorScheme: 'light'},
} as const)) {
  await take(browser, name, context)
}
await browser.close()
