import {mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'

import {expect} from 'chai'

import {isProcessError} from './process-error.js'
import {SystemProcessRunner} from './system-process-runner.js'

describe('a program that does not start', () => {
  let folder: string

  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'rde-program-'))))
  afterEach(() => rmSync(folder, {recursive: true}))

  const why = async (file: string) => {
    const runner = new SystemProcessRunner({environment: {}})
    const error: unknown = await runner.capture({file, args: []}).catch((thrown: unknown) => thrown)
    return isProcessError(error) ? error.message : String(error)
  }
  const program = (text: string, mode = 0o755) => {
    const path = join(folder, 'tool')
    writeFileSync(path, text, {mode})
    return path
  }

  it('does not exist', async () => {
    expect(await why('/nowhere/tool')).to.equal('did not start (there is no such program): /nowhere/tool')
  })

  it('is a script with a missing interpreter', async () => {
    const path = program('#!/nowhere/sh\n')
    expect(await why(path)).to.equal(`did not start (the interpreter in its first line does not exist): ${path}`)
  })

  it('is not executable', async () => {
    const path = program('#!/bin/sh\n', 0o644)
    expect(await why(path)).to.equal(`did not start (it is not executable): ${path}`)
  })

  it('is a folder', async () => {
    expect(await why(folder)).to.equal(`did not start (it is not executable): ${folder}`)
  })
})
