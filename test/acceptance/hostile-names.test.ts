import {mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'

import {findProgram} from '@rde/process-runner'
import {expect} from 'chai'

import {runRde, type Ended} from './rde-process.js'

/** Sets a colour, clears the screen, sets the title, begins a line and changes the direction of text. */
const hostile = 'x\u001B[31m\u001B[2J\u001B]0;title\u0007\nFAKE \u202Ey\u200Fz\r'
const file = (name: string) => `${name}${hostile}.yaml`

const workflow = JSON.stringify({
  name: 'hostile',
  description: hostile,
  parameters: {[hostile]: {description: hostile, default: hostile}},
  steps: [
    {
      name: `a${hostile}`,
      image: `image${hostile}`,
      input: [`printf '%s\\n' "$HOSTILE" 'last words'; exit 3`],
      env: {HOSTILE: hostile},
    },
    {name: `b${hostile}`, image: 'alpine', dependsOn: `a${hostile}`, input: ['true']},
  ],
})

/** Must not be printed: control characters except line breaks and tabs, and marks that change the direction of text. */
// eslint-disable-next-line no-control-regex -- the test searches for them
const dangerous = /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/

describe('hostile names', () => {
  let home: string
  let path: string
  const rde = (...args: string[]) => runRde(args, {home, path, cwd: home})
  const expectHarmless = ({stdout, stderr}: Ended) => {
    for (const text of [stdout, stderr]) {
      expect(JSON.stringify(dangerous.exec(text)?.[0])).to.equal(undefined)
      expect(text).not.to.match(/^FAKE/m)
    }
    expect(`${stdout}${stderr}`).to.contain('FAKE')
  }

  before(() => {
    home = mkdtempSync(join(tmpdir(), 'rde-hostile-'))
    path = join(home, 'bin')
    mkdirSync(path)
    for (const name of ['sh', 'cat']) symlinkSync(findProgram(name)!, join(path, name))
    for (const name of ['plain.yaml', file('near')]) writeFileSync(join(home, name), workflow)
    writeFileSync(join(home, 'needs.yaml'), JSON.stringify({name: 'needs', parameters: {[hostile]: {}}, steps: []}))
    writeFileSync(join(home, file('broken')), 'steps: [')
    const steps = [{name: `a${hostile}`, image: 'alpine', input: ['true'], env: {A: `\${parameters.x} ${hostile}`}}]
    const expression = {name: 'expression', parameters: {x: {default: hostile}}, steps}
    writeFileSync(join(home, 'expression.yaml'), JSON.stringify(expression))
  })
  after(() => rmSync(home, {recursive: true, force: true}))

  for (const words of [
    ['workflow', 'explain', 'expression.yaml'],
    ['workflow', 'show', 'plain.yaml', '--graph'],
    ['workflow', 'translate', 'plain.yaml'],
    ['workflow', 'run', 'plain.yaml', '--on', 'host', '--yes'],
    ['workflow', 'run', 'plain.yaml', '--on', 'host', '--yes', '--json'],
    ['workflow', 'logs', 'local/hostile'],
    ['workflow', 'run', 'needs.yaml', '--on', 'host', '--yes'],
    ['workflow', 'run', 'plain.yaml', '--on', 'host', '-p', `nam=${hostile}`, '-p', `${hostile}=1`],
    ['workflow', 'validate', file('near')],
    ['workflow', 'validate', file('broken')],
    ['workflow', 'validate', file('broken'), '--json'],
    ['workflow', 'validate', file('nea')],
    ['workflow', 'run', file('near'), '--on', 'host'],
    ['workflow', 'secret', 'set', hostile, hostile, '--local'],
    ['workflow', 'logs', `local/${hostile}`],
    ['images', 'import', hostile],
    ['config', 'set', hostile, '1'],
    ['cluster', 'start', '--stack', hostile],
    ['cluster', 'start', '--only', hostile],
    ['cluster', 'start', `--${hostile}`],
    ['cluster', 'start', '--profile', hostile],
    [hostile],
    ['cluster', hostile],
  ])
    it(`stay on their line in: rde ${JSON.stringify(words.join(' ').replaceAll(hostile, '…'))}`, async () => {
      expectHarmless(await rde(...words))
    })
})
