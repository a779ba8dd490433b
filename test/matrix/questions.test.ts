import {copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'

import {expect} from 'chai'

import {examplePath} from '../example-workflows.js'
import {hasTerminal, runOnTerminal, type TerminalEnd} from '../acceptance/on-terminal.js'
import {bin} from '../acceptance/rde-process.js'
import {inParallel} from './in-parallel.js'
import {Machines} from './machine.js'

/** Every command that asks a question, and the end of the question. */
const questions: ReadonlyArray<readonly [line: string, question: string]> = [
  ['cluster delete', '[y/N] '],
  ['workflow secret set hello token --local', ': '],
  ['workflow run hello.yaml --on host', 'Run them? [y/N] '],
  ['workflow run approval.yaml --on host --yes', '[y/N] '],
]
const keys = [
  {name: 'Ctrl-C', type: '\\x03', exitCodes: [130]},
  // The end of input means no.
  {name: 'Ctrl-D', type: '\\x04', exitCodes: [1, 2, 130]},
]
const cells = questions.flatMap(([line, question]) => keys.map((key) => ({line, question, ...key})))
type Cell = (typeof cells)[number]

describe('a question that is not answered', function () {
  const machines = new Machines()
  const ends = new Map<Cell, TerminalEnd & {left: readonly string[]}>()

  before(async function () {
    if (!hasTerminal) this.skip()
    this.timeout(0)
    await inParallel(4, cells, async (cell) => ends.set(cell, await ask(cell)))
  })
  after(() => machines.remove())

  async function ask({line, question, type}: Cell) {
    const home = mkdtempSync(join(tmpdir(), 'rde-question-'))
    const temporary = join(home, 'tmp')
    mkdirSync(temporary)
    for (const name of ['hello', 'approval']) copyFileSync(examplePath(name), join(home, `${name}.yaml`))
    try {
      const end = await runOnTerminal([process.execPath, bin, ...line.split(' ')], {
        ...{home, cwd: home, path: machines.path('no network'), waitFor: question, type},
        env: {TMPDIR: temporary},
      })
      return {...end, left: readdirSync(temporary)}
    } finally {
      rmSync(home, {recursive: true, force: true})
    }
  }

  for (const cell of cells) {
    it(`does not crash: ${cell.name} at \`rde ${cell.line}\``, () => {
      const {exitCode, output, left} = ends.get(cell)!
      expect(output, 'the question').to.contain(cell.question)
      expect(output).not.to.match(/AbortError|ABORT_ERR|^ {2,}at |node:|ERR_/m)
      expect(cell.exitCodes, output).to.include(exitCode)
      expect(left, 'temporary files').to.deep.equal([])
    })
  }
})
