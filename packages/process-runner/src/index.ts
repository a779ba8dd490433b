export {cleanEnvironment} from './environment/clean-environment.js'
export {commandLine} from './masking/command-line.js'
export {findProgram} from './environment/find-program.js'
export {isProcessError, ProcessError, type ProcessFailure} from './run/process-error.js'
export type {ProcessOutput, ProcessRequest, ProcessRunner} from './run/process-runner.js'
export {Secrets} from './masking/secrets.js'
export {SystemProcessRunner, type RunnerOptions} from './run/system-process-runner.js'
export {
  startProcess,
  type ProcessEnd,
  type StartedProcess,
  type StartProcess,
  type StartRequest,
} from './run/start-process.js'
