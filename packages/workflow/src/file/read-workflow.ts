import {checkWorkflow} from '../checks/check-workflow.js'
import {checkWorkflowName} from './workflow-name.js'
import type {Problem, WorkflowReading} from '../document.js'
import {type DecodedWorkflow, decodeWorkflow} from './decode-workflow.js'
import {implyDependencies} from './imply-dependencies.js'

export interface ReadingOptions {
  /** The name that the workflow is to go by, where that is not the one its file gives: the file's own is not judged then. */
  readonly name?: string
}

/** Reads and checks a workflow file: all that is wrong with it at once. Never throws, whatever the text. */
export function readWorkflow(text: string, {name}: ReadingOptions = {}): WorkflowReading {
  const decoded = decodeWorkflow(text)
  const {locate} = decoded
  const {document, notices} = implyDependencies(decoded.document, locate)
  const ownName = name === undefined ? checkOwnName(decoded) : []
  const problems = [...decoded.problems, ...ownName, ...notices, ...checkWorkflow(document, locate)].sort(
    (one, other) => one.line - other.line || one.column - other.column,
  )
  const reading = {problems, lacksName: !decoded.isOther && document.name === undefined}
  return problems.some(({severity}) => severity === 'error') ? reading : {...reading, document}
}

function checkOwnName({document: {name}, locate}: DecodedWorkflow): Problem[] {
  const message = name === undefined ? undefined : checkWorkflowName(name)
  return message === undefined ? [] : [{...locate(['name']), severity: 'error', message}]
}
