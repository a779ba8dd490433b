import {mkdtempSync, readFileSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'

import {expect} from 'chai'

import {root, runRde, type Ended} from '../acceptance/rde-process.js'
import {inParallel} from './in-parallel.js'
import {ofOclif, passthroughs} from './rows.js'

interface Named {
  readonly name: string
  readonly required?: boolean
  readonly options?: readonly string[]
  readonly type?: string
  readonly dependsOn?: readonly string[]
}

interface Listed {
  readonly id: string
  readonly args: Readonly<Record<string, Named>>
  readonly flags: Readonly<Record<string, Named>>
}

interface Try {
  readonly id: string
  /** The empty argument or flag. */
  readonly which: string
  readonly words: readonly string[]
}

const {commands} = JSON.parse(readFileSync(join(root, 'dist/oclif.manifest.json'), 'utf8')) as {
  commands: Readonly<Record<string, Listed>>
}
/** Arguments and flags that have their own check for blank words, or accept them. */
const withRules = /^(config:set VALUE|\S+ (CLUSTER|--cluster|NAME of a cluster|--port))$/
const ours = Object.values(commands).filter(({id}) => !ofOclif.test(id) && !passthroughs.includes(id) && id !== 'help')

/** Every argument and every flag with a text, left empty in an otherwise complete command. */
const tries: Try[] = ours.flatMap(({id, args, flags}) => {
  const required = Object.values(args).filter((arg) => arg.required)
  const whole = required.map(() => 'x')
  /** The other flags that are required. */
  const others = (given: readonly string[], wanted: readonly string[] = []) =>
    Object.values(flags)
      .filter(({name, required: must}) => !given.includes(name) && (must === true || wanted.includes(name)))
      .flatMap(({name}) => [`--${name}`, 'x'])
  const open = (one: Named) => one.options === undefined
  const ofArgs = Object.values(args)
    .filter(open)
    .map(({name}, index) => ({
      which: name.toUpperCase(),
      words: [...whole.slice(0, index), '  ', ...whole.slice(index + 1), ...others([])],
    }))
  const ofFlags = Object.values(flags)
    .filter((flag) => flag.type === 'option' && open(flag))
    .map(({name, dependsOn = []}) => ({
      which: `--${name}`,
      words: [...whole, ...others([name], dependsOn), `--${name}`, ''],
    }))
  return [...ofArgs, ...ofFlags].map((one) => ({id, ...one})).filter(({which}) => !withRules.test(`${id} ${which}`))
})

describe('a blank word in place of a name, a file or a reference', () => {
  const answers = new Map<Try, Ended>()
  const home = mkdtempSync(join(tmpdir(), 'rde-blank-'))

  before(async function () {
    this.timeout(0)
    await inParallel(4, tries, async (one) => {
      answers.set(one, await runRde([...one.id.split(':'), ...one.words], {path: '/usr/bin:/bin', home, cwd: home}))
    })
  })
  after(() => rmSync(home, {recursive: true, force: true}))

  for (const one of tries)
    it(`is wrong usage: rde ${one.id.replaceAll(':', ' ')} with an empty ${one.which}`, () => {
      const {exitCode, stderr} = answers.get(one)!
      expect([exitCode, stderr.split('\n')[0]]).to.satisfy(
        ([code, line]: [number, string]) =>
          code === 2 && /must not be empty\.$|is not a valid cluster name|Expected/.test(line),
        stderr,
      )
    })
})
