import {checkDependencies} from './dependencies.js'
import {checkExpressions} from './expressions.js'
import type {Check} from './check.js'
import {checkStepImages, checkStepNames} from './steps.js'
import type {Problem, WorkflowDocument} from '../document.js'
import type {Locate} from '../go-yaml/yaml-file.js'

const checks: readonly Check[] = [checkStepNames, checkStepImages, checkDependencies, checkExpressions]

/**
 * Finds what Relay's own tools accept but fails on the cluster. `locate` returns the position of a value in the file.
 */
export function checkWorkflow(document: WorkflowDocument, locate: Locate): Problem[] {
  return checks.flatMap((check) => check(document, locate))
}
