import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'

import {clusterIdentity, DataDirectory} from '@rde/config'
import type {Session} from '@rde/plugin-kit'
import {findProgram, Secrets} from '@rde/process-runner'
import {expect} from 'chai'

import {runAndShow} from './run.js'

const guide = readFileSync(new URL('../../../../../docs/writing-a-workflow.md', import.meta.url), 'utf8')
const files = [...guide.matchAll(/```yaml\n(# (\S+\.yaml)\n# {3}rde workflow run \S+ (.*)\n[^]*?)```/g)]

describe('docs/writing-a-workflow.md', () => {
  let folder: string
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'rde-guide-'))))
  afterEach(() => rmSync(folder, {recursive: true}))
  before(function () {
    if (findProgram('curl', process.env['PATH'] ?? '') === undefined) this.skip()
  })

  it('has a file for each part', () => expect(files).to.have.length(7))

  for (const [, text, name, words] of files) {
    it(`${name} runs as its first lines say`, async () => {
      writeFileSync(join(folder, name!), text!)
      writeFileSync(join(folder, 'token.txt'), 'correct horse')
      const option = (flag: string) => new RegExp(`${flag} (\\S+)`).exec(words!)?.slice(1) ?? []
      const session = {
        ...{identity: clusterIdentity('rde-test-guide'), secrets: new Secrets()},
        data: DataDirectory.fromEnvironment({HOME: folder}),
      } as Session
      const notices: string[] = []
      const {failure, line} = await runAndShow(session, {
        flags: {
          ...{on: 'host', follow: false, detach: false, yes: true, verbose: false, quiet: true},
          ...{param: option('-p'), approve: option('--approve'), 'allow-unresolved': false},
          secret: option('--secret').map((one) => one.replace('@', `@${folder}/`)),
        },
        ...{target: join(folder, name!), json: false, timeoutMs: 0, signal: new AbortController().signal},
        onNotice: (notice) => notices.push(notice),
      })
      expect([failure?.message, notices]).to.deep.equal([undefined, []])
      expect(line).to.match(/ succeeded$/)
    })
  }
})
