import {copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'

import {expect} from 'chai'

import {examplePath} from '../example-workflows.js'
import {freePorts} from '../acceptance/free-ports.js'
import {root, runRde, type Ended} from '../acceptance/rde-process.js'
import {faultsOf} from './faults.js'
import {inParallel} from './in-parallel.js'
import {machineNames, Machines, type MachineName} from './machine.js'
import {ofOclif, passthroughs, rows, withoutJson, type Row} from './rows.js'

interface Cell extends Row {
  readonly machine: MachineName
  readonly json: boolean
}

/** JSON differs from text only in the printer: two machines are enough for it. */
const withJson: readonly MachineName[] = ['nothing installed', 'no network']

const cells: Cell[] = machineNames.flatMap((machine) =>
  rows.flatMap((row) =>
    [false, ...(withoutJson.test(row.id) || !withJson.includes(machine) ? [] : [true])].map((json) => ({
      ...row,
      machine,
      json,
    })),
  ),
)
const nameOf = ({id, args, json, machine}: Cell) =>
  [`${machine}: rde`, id.replaceAll(':', ' '), ...args, ...(json ? ['--json'] : [])].join(' ')

/** Without a network, so that every download fails; the user types `./rde`. */
const env = {NODE_OPTIONS: `--import ${new URL('no-network.mjs', import.meta.url).href}`, RDE_TYPED_AS: './rde'}

describe('the matrix of commands and machines', () => {
  const machines = new Machines()
  const answers = new Map<Cell, {ended: Ended; files: boolean}>()

  before(async function () {
    this.timeout(0)
    cluster = await freePorts()
    await inParallel(4, cells, async (cell) => answers.set(cell, await play(cell)))
  })
  after(() => machines.remove())
  /** Free ports: another rde may run on this machine. */
  let cluster: Awaited<ReturnType<typeof freePorts>>

  async function play({id, args, json, machine}: Cell) {
    const home = mkdtempSync(join(tmpdir(), 'rde-matrix-'))
    copyFileSync(examplePath('hello'), join(home, 'hello.yaml'))
    mkdirSync(join(home, '.config/rde'), {recursive: true})
    writeFileSync(join(home, '.config/rde/defaults.json'), JSON.stringify({cluster}))
    try {
      const words = [...id.split(':'), ...args, ...(json ? ['--json'] : [])]
      const ended = await runRde(words, {path: machines.path(machine), home, cwd: home, env})
      return {ended, files: existsSync(join(home, '.local/share/rde/clusters/rde/config.json'))}
    } finally {
      rmSync(home, {recursive: true, force: true})
    }
  }

  it('has a row for every command', () => {
    const {commands} = JSON.parse(readFileSync(join(root, 'dist/oclif.manifest.json'), 'utf8')) as {commands: object}
    const ours = Object.keys(commands).filter((id) => !ofOclif.test(id))
    const missing = ours.filter((id) => !rows.some((row) => row.id === id))
    expect(missing, 'add them to test/matrix/rows.ts').to.deep.equal([])
  })

  for (const cell of cells) {
    it(nameOf(cell), () => {
      const {ended} = answers.get(cell)!
      const {args, exits, id, machine} = cell
      const json = cell.json || args.includes('--json')
      const expected = {exitCode: exits[machine], json, passthrough: passthroughs.includes(id), args}
      expect(faultsOf(ended, expected), `${ended.stdout}\n${ended.stderr}`).to.deep.equal([])
    })
  }

  it('lists all missing tools in one error, and leaves no config.json', () => {
    const cell = cells.find(
      ({id, args, machine}) => id === 'cluster:start' && args.length === 0 && machine === machineNames[0],
    )!
    const {ended, files} = answers.get(cell)!
    expect(['docker', 'k3d', 'kubectl', 'helm'].filter((tool) => !ended.stderr.includes(tool))).to.deep.equal([])
    expect(files).to.equal(false)
  })
})
