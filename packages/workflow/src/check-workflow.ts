import {checkDependencies} from './checks/dependencies.js'
import {checkExpressions} from './checks/expressions.js'
import type {Check} from './checks/check.js'
import {checkStepImages} from './checks/step-images.js'
import {checkStepNames} from './checks/step-names.js'
import type {Problem, WorkflowDocument} from './document.js'
import type {Locate} from './reading/yaml-file.js'

export {checkWorkflowName} from './check-workflow-name.js'

const checks: readonly Check[] = [checkStepNames, checkStepImages, checkDependencies, checkExpressions]

/** What Relay's own tools accept and the cluster does not forgive. `locate` says where in the file a value stands. */
export function checkWorkflow(document: WorkflowDocument, locate: Locate): Problem[] {
  return checks.flatMap((check) => check(document, locate))
}
