import {mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'

import {findProgram} from '@rde/process-runner'
import {expect} from 'chai'

import {alwaysKnown, canaries, found, openIn, plant, shownIn} from './canary.js'
import {inParallel} from './in-parallel.js'
import {passthroughs, rows} from './rows.js'
import {runRde, type Ended} from '../acceptance/rde-process.js'

const quotedForShell = (text: string) => `'${text.replaceAll("'", "'\\''")}'`

/** A tool that prints all secrets on both streams, and fails: the worst case of a wrapped program. */
function chatty(tool: string, folder: string): string {
  const secrets = alwaysKnown.map(quotedForShell).join(' ')
  const version = {docker: 'Docker version 28.2.2, build x', k3d: 'k3d version v5.9.0', helm: 'v3.18.4'}[tool]
  const json = '{"clientVersion": {"gitVersion": "v1.33.4"}}'
  return [
    '#!/bin/sh',
    `printf '%s\\n' "$*" >> ${quotedForShell(join(folder, 'calls'))}`,
    `case "$*" in --version|version|"version --short"|"version --client -o json") echo ${quotedForShell(version ?? json)}; exit 0;; esac`,
    `for secret in ${secrets}; do echo "$secret"; echo "error: refused $secret" >&2; done; exit 1`,
    '',
  ].join('\n')
}

/** Every command in every mode, on a machine full of secrets. */
describe('secrets', () => {
  let root: string
  const answers = new Map<string, {ended: Ended; open: readonly string[]}>()
  // Everything that is printed without a flag is also printed with --verbose.
  const modes = [['--json'], ['--verbose']]
  const secretFlags = ['--secret', 'token=@token', '--secret', 'pem=@pem', '--connections', 'connections.yaml']
  const local = ['workflow', 'run', 'leak.yaml', '--on', 'host', '--yes', ...secretFlags]
  const calls: string[][] = [
    ...rows
      .filter(({id}) => !passthroughs.includes(id) && !/^(autocomplete|plugins|clutser)/.test(id))
      .flatMap(({id, args}) => modes.map((mode) => [...id.split(':'), ...args, ...mode])),
    ...modes.map((mode) => [...local, ...mode]),
    ['workflow', 'run', 'leak.yaml', '--on', 'host', '--yes', '--connections', 'broken.yaml'],
    ['config', 'get', 'extensions'],
    ['config', 'get', 'credentials.vault'],
    ['config', 'set', 'credentials.database.password', '7', '--json'],
    ['config', 'set', 'kubeconfig', '7'],
  ]

  before(async function () {
    this.timeout(0)
    root = mkdtempSync(join(tmpdir(), 'rde-canary-'))
    await inParallel(4, calls, play)
  })
  after(() => rmSync(root, {recursive: true, force: true}))

  async function play(words: string[]): Promise<void> {
    const home = mkdtempSync(join(root, 'home-'))
    const [bin, temporary, log] = ['bin', 'tmp', 'log'].map((name) => join(home, name)) as [string, string, string]
    for (const folder of [bin, temporary, log]) mkdirSync(folder)
    plant(home)
    for (const name of ['sh', 'cat', 'env', 'base64', 'tr', 'head', 'grep', 'sleep'])
      symlinkSync(findProgram(name)!, join(bin, name))
    for (const tool of ['docker', 'k3d', 'kubectl', 'helm'])
      writeFileSync(join(bin, tool), chatty(tool, log), {mode: 0o700})
    const ended = await runRde(words, {home, cwd: home, path: bin, env: {TMPDIR: temporary}})
    const folders = ['.local', '.config', '.cache', 'tmp', 'log'].map((name) => join(home, name))
    const open = folders.flatMap((folder) => openOf(folder))
    answers.set(words.join(' '), {ended, open})
  }

  for (const words of calls) {
    it(`are not printed by rde ${words.join(' ')}`, () => {
      const {ended, open} = answers.get(words.join(' '))!
      expect(shownIn(ended), `${ended.stdout}\n${ended.stderr}`).to.deep.equal([])
      expect(open).to.deep.equal([])
    })
  }

  it('are found in each form by this test', () => {
    const forms = [canaries.token, JSON.stringify(canaries.database), Buffer.from(canaries.pem).toString('base64')]
    expect(forms.map((form) => found(`x${form}x`).length > 0)).to.deep.equal([true, true, true])
  })
})

function openOf(folder: string): string[] {
  try {
    return openIn(folder)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}
