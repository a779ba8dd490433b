import {mkdtempSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'

import {isRdeError} from '@rde/errors'
import {expect} from 'chai'

import type {Step} from '../document.js'
import type {LocalOptions} from '../run/run-request.js'
import {openRunRecord} from './records/run-record.js'
import {resume} from './resume.js'
import {documentOf, runTestSteps, put, step} from './testing/run-locally.js'

const fileOf = (...steps: readonly Step[]) => ({path: 'w.yaml', document: documentOf(...steps)})
const options: LocalOptions = {secrets: [], approve: [], yes: true, verbose: false}

describe('resume', () => {
  let root: string
  beforeEach(() => (root = mkdtempSync(join(tmpdir(), 'rde-resume-'))))
  afterEach(() => rmSync(root, {recursive: true}))

  const steps = [
    step('build', put('word', 'ready')),
    step('use', 'echo "$WORD"', {dependsOn: ['build'], env: {WORD: '${outputs.build.word}'}, when: '${1 < 0}'}),
  ]
  const recorded = async () => {
    const record = await openRunRecord(root, {workflow: 'w', on: 'host'})
    record.write({type: 'step', step: 'build', phase: 'succeeded'})
    record.write({type: 'output', step: 'build', name: 'word', value: 'recorded'})
    record.write({type: 'step', step: 'use', phase: 'failed'})
    await record.close('failed')
  }

  it('runs one step alone, with the outputs of an earlier run', async () => {
    await recorded()
    const {document, earlier} = await resume(fileOf(...steps), root, {
      ...options,
      step: 'use',
      outputsFrom: 'local/w#1',
    })
    const {ends, lines} = await runTestSteps(document.steps, {earlier})
    expect([ends, lines('use')]).to.deep.equal([{use: 'succeeded'}, ['recorded']])
  })

  it('runs again only what did not succeed', async () => {
    await recorded()
    const unconditional = [steps[0]!, step('use', 'echo "$WORD"', {dependsOn: ['build'], env: steps[1]!.env!})]
    const {document, earlier} = await resume(fileOf(...unconditional), root, {...options, rerunFailed: 'local/w'})
    const {ends, lines} = await runTestSteps(document.steps, {earlier})
    expect(ends).to.deep.equal({build: 'succeeded: in the earlier run', use: 'succeeded'})
    expect([lines('build'), lines('use')]).to.deep.equal([[], ['recorded']])
  })

  it('suggests the most similar run if there is none of this name', async () => {
    await recorded()
    const wrong = {...options, rerunFailed: 'local/ww'}
    const error = await resume(fileOf(...steps), root, wrong).catch((problem: unknown) => problem)
    expect(isRdeError(error) && error.message).to.equal('There is no run "local/ww"; did you mean "local/w"?')
  })

  it('refuses an unknown step and a run that was not recorded', async () => {
    const codes = [{step: 'nope'}, {outputsFrom: 'local/none'}, {rerunFailed: 'w#1'}].map(async (more) => {
      const error = await resume(fileOf(...steps), root, {...options, ...more}).catch((problem: unknown) => problem)
      return isRdeError(error) && error.code
    })
    expect(await Promise.all(codes)).to.deep.equal(['RDE_STEP_UNKNOWN', 'RDE_RUN_UNKNOWN', 'RDE_RUN_NOT_LOCAL'])
  })
})
