import {existsSync} from 'node:fs'
import {writeFile} from 'node:fs/promises'
import {basename, dirname, join, resolve} from 'node:path'

import {writeFileAtomically} from '@rde/config'
import {exitCodes, RdeError} from '@rde/errors'
import type {Session} from '@rde/plugin-kit'
import {checkWorkflowName, firstFile, suggestName, workflowSchema} from '@rde/workflow/file'

export interface InitOptions {
  /** The name of the workflow; the name of the current folder unless given. */
  readonly name?: string | undefined
  /** Replace an existing file. */
  readonly force: boolean
}

export interface FirstFile {
  readonly file: string
  readonly name: string
}

/** Writes a first workflow file, and the schema with which editors check it. */
export async function initWorkflow({data}: Session, {name: given, force}: InitOptions): Promise<FirstFile> {
  const name = given ?? suggestName(basename(resolve()))
  const wrong = checkWorkflowName(name)
  if (wrong !== undefined) {
    throw new RdeError(`${wrong}.`, {
      code: 'RDE_WORKFLOW_NAME',
      exitCode: exitCodes.usage,
      outcome: 'Nothing was written.',
      remedies: [{what: 'Take', command: `rde workflow init ${suggestName(name)}`}],
    })
  }
  const file = `${name}.yaml`
  if (existsSync(file) && !force) {
    throw new RdeError(`${file} exists already.`, {
      code: 'RDE_FILE_EXISTS',
      exitCode: exitCodes.usage,
      outcome: 'Nothing was written.',
      remedies: [
        {what: 'Choose another name', command: `rde workflow init ${name}-2`},
        {what: 'Or replace it', command: `rde workflow init ${name} --force`},
      ],
    })
  }
  const schema = join(dirname(data.localRuns), 'workflow.schema.json')
  await writeFileAtomically(schema, `${JSON.stringify(workflowSchema, null, 2)}\n`)
  await writeFile(file, firstFile({name, schema}))
  return {file, name}
}
