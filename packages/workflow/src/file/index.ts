export {firstFile} from './first-file.js'
export {checkStep} from './check-step.js'
export {workflowSchema} from './schema.js'
export {inlineInputFiles, type InputFile} from './input-files.js'
export {
  invalidWorkflow,
  isPath,
  openWorkflow,
  openWorkflowFile,
  problemLines,
  readWorkflowBytes,
  type OpenedWorkflow,
  type WorkflowFile,
} from './open-workflow.js'
export {
  checkDeclared,
  checkParameters,
  parameterFlags,
  locationFlag,
  parseParameters,
  withDefaults,
  type Parameters,
} from './parameters.js'
export {checkWorkflowName, suggestName} from './workflow-name.js'
