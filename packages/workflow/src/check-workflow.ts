import {checkDependencies} from './checks/dependencies.js'
import {checkExpressions} from './checks/expressions.js'
import type {Check, Locate} from './checks/check.js'
import {checkStepImages} from './checks/step-images.js'
import {checkStepNames} from './checks/step-names.js'
import type {Problem, WorkflowDocument} from './document.js'
import type {Places} from './reading/yaml-file.js'

export {checkWorkflowName} from './check-workflow-name.js'

const checks: readonly Check[] = [checkStepNames, checkStepImages, checkDependencies, checkExpressions]

/** What Relay's own tools accept and the cluster does not forgive. `places` say where in the file a value stands. */
export function checkWorkflow(document: WorkflowDocument, places: Places): Problem[] {
  const locate: Locate = (path) => {
    for (let length = path.length; length >= 0; length -= 1) {
      const place = places.get(path.slice(0, length).join('/'))
      if (place) return place
    }
    return {line: 1, column: 1}
  }
  return checks.flatMap((check) => check(document, locate))
}
