import {checkWorkflow} from '../checks/check-workflow.js'
import {checkWorkflowName} from './workflow-name.js'
import type {Problem, ReadResult} from '../document.js'
import {type DecodedWorkflow, decodeWorkflow} from './decode-workflow.js'
import {implyDependencies} from './imply-dependencies.js'

export interface ReadOptions {
  /** The name of the workflow instead of the one in its file, which is not checked then. */
  readonly name?: string
}

/** Reads and checks a workflow file. Reports all problems at once; never throws, whatever the text. */
export function readWorkflow(text: string, {name}: ReadOptions = {}): ReadResult {
  const decoded = decodeWorkflow(text)
  const {locate} = decoded
  const {document, notices} = implyDependencies(decoded.document, locate)
  const ownName = name === undefined ? checkOwnName(decoded) : []
  const problems = [...decoded.problems, ...ownName, ...notices, ...checkWorkflow(document, locate)].sort(
    (one, other) => one.line - other.line || one.column - other.column,
  )
  const reading = {problems, isNameMissing: !decoded.isOther && document.name === undefined}
  return problems.some(({severity}) => severity === 'error') ? reading : {...reading, document}
}

function checkOwnName({document: {name}, locate}: DecodedWorkflow): Problem[] {
  const message = name === undefined ? undefined : checkWorkflowName(name)
  return message === undefined ? [] : [{...locate(['name']), severity: 'error', message}]
}
