import {createHash} from 'node:crypto'
import {readdir, readFile} from 'node:fs/promises'
import {join} from 'node:path'

import {exitCodes, RdeError} from '@rde/errors'

import {parseExpectation, type Expectation} from './expectation.js'

/** One workflow file of a suite, and the expected result of its run. */
export interface SmokeCase {
  /** The file's name without its extension. */
  readonly name: string
  readonly file: string
  readonly expectation: Expectation
}

export interface Suite {
  readonly folder: string
  readonly cases: readonly SmokeCase[]
  /** The hash of all its files: a smoke test is only resumed with the same suite. */
  readonly hash: string
}

const workflow = /^(?!.*\.expect\.ya?ml$)(.+)\.ya?ml$/

/** Reads a suite: the workflow files of a folder, by name, each with its `NAME.expect.yaml` if there is one. */
export async function readSuite(folder: string): Promise<Suite> {
  const names = await readdir(folder).catch((): string[] => [])
  const files = names.filter((name) => workflow.test(name)).sort()
  if (files.length === 0) throw emptySuite(folder)
  const hash = createHash('sha256')
  const cases: SmokeCase[] = []
  for (const file of files) {
    const name = workflow.exec(file)![1]!
    const expected = [`${name}.expect.yaml`, `${name}.expect.yml`].find((one) => names.includes(one))
    hash.update(file).update(await readFile(join(folder, file)))
    const text = expected === undefined ? '' : await readFile(join(folder, expected), 'utf8')
    hash.update(text)
    const expectation = parseExpectation(text, expected === undefined ? '' : join(folder, expected))
    cases.push({name, file: join(folder, file), expectation})
  }
  return {folder, cases, hash: hash.digest('hex')}
}

function emptySuite(folder: string): RdeError {
  return new RdeError(`${folder} has no workflow file to run.`, {
    code: 'RDE_SMOKE_SUITE',
    exitCode: exitCodes.usage,
    remedies: [
      {what: 'Write a first one', command: 'rde workflow init first'},
      {what: 'Name the folder of the suite', command: 'rde smoke --suite DIR'},
    ],
    outcome: 'Nothing was run.',
  })
}
