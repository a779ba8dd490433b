import {mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'

import {expect} from 'chai'

import type {BuildableService} from '../build/run-builds.js'
import {isIgnored, watchSource, type SourceWatcher} from './watch-source.js'

describe('watchSource', () => {
  const source = realpathSync(mkdtempSync(join(tmpdir(), 'rde-watch-')))
  let watcher: SourceWatcher | undefined
  before(() => ['cmd', 'docs', '.git'].forEach((name) => mkdirSync(join(source, name))))
  afterEach(() => watcher?.close())
  after(() => rmSync(source, {recursive: true, force: true}))

  const service = (watches?: string[]): BuildableService => ({
    ...{name: 'operator', local: 'operator:local', pullFrom: 'reg.example.com/operator'},
    build: {command: ['make'], image: 'operator', needs: 'cmd', watches},
  })
  /** The first of the changes made by `save` that is seen. */
  const firstSeen = async (services: BuildableService[], ...save: string[]) => {
    const seen: string[] = []
    let wake = () => {}
    const woken = new Promise<void>((resolve) => (wake = resolve))
    const onChange = (path: string) => {
      seen.push(path)
      wake()
    }
    watcher = await watchSource(source, services, {onChange, onError: (error) => expect.fail(String(error))})
    for (const path of save) writeFileSync(join(source, path), String(Math.random()))
    await woken
    return seen[0]
  }

  it('sees a file that is saved', async () => {
    expect(await firstSeen([service()], 'cmd/main.go')).to.equal('cmd/main.go')
  })

  it('does not look into hidden folders', async () => {
    expect(await firstSeen([service()], '.git/index', 'cmd/other.go')).to.equal('cmd/other.go')
  })

  it('watches only the paths of the services', async () => {
    expect(await firstSeen([service(['cmd'])], 'docs/index.md', 'cmd/third.go')).to.equal('cmd/third.go')
  })

  it('continues with a folder that was removed and recreated', async () => {
    const seen: string[] = []
    let wake = () => {}
    const next = async () => {
      while (seen.length === 0) await new Promise<void>((resolve) => (wake = resolve))
      return seen.splice(0)
    }
    const onChange = (path: string) => {
      seen.push(path)
      wake()
    }
    const again = join(source, 'pkg')
    mkdirSync(again)
    watcher = await watchSource(source, [service(['pkg'])], {onChange, onError: (error) => expect.fail(String(error))})
    rmSync(again, {recursive: true})
    mkdirSync(again)
    await next()
    // Saves while the folder is being added again may be missed; the folder itself was reported.
    const saving = setInterval(() => writeFileSync(join(again, 'new.go'), String(Math.random())), 50)
    try {
      for (let found: string[] = []; !found.includes('pkg/new.go');) found = await next()
    } finally {
      clearInterval(saving)
    }
  })

  it('recognises temporary files of editors', () => {
    const names = ['main.go~', '.main.go.swp', '4913', '#main.go#', 'node_modules', '.git', 'main.go', 'go.mod']
    expect(names.filter((name) => !isIgnored(name))).to.deep.equal(['main.go', 'go.mod'])
  })
})
