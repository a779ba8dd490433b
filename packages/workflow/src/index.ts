export type {WorkflowContext} from './run/context.js'
export type {
  ApprovalStep,
  ContainerStep,
  Expression,
  Parameter,
  Position,
  Problem,
  Step,
  Trigger,
  Value,
  WorkflowDocument,
} from './document.js'
export type {RunEnd, RunEvent, RunOutcome, StepEvent, StepPhase} from './run/events.js'
export type {Ask, RunLocation, RunRequest, RunResult} from './run/run-request.js'
export {toJson} from './to-json.js'
