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
export {checkParameters, parameterFlags, parseParameters, type Parameters} from './parameters.js'
export {checkWorkflowName} from './workflow-name.js'
