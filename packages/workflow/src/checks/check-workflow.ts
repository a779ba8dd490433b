import {checkDependencies} from './dependencies.js'
import {checkExpressions} from './expressions.js'
import type {Check} from './check.js'
import {checkStepImages, checkStepNames} from './steps.js'
import type {Problem, WorkflowDocument} from '../document.js'
import type {Locate} from '../go-yaml/yaml-file.js'

const checks: readonly Check[] = [checkStepNames, checkStepImages, checkDependencies, checkExpressions]

/** What Relay's own tools accept and the cluster does not forgive. `locate` says where in the file a value stands. */
export function checkWorkflow(document: WorkflowDocument, locate: Locate): Problem[] {
  return checks.flatMap((check) => check(document, locate))
}
