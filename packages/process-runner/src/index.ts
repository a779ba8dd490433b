export {cleanEnvironment} from './clean-environment.js'
export {commandLine} from './command-line.js'
export {findProgram} from './find-program.js'
export {isProcessError, ProcessError, type ProcessFailure} from './process-error.js'
export type {ProcessOutput, ProcessRequest, ProcessRunner} from './process-runner.js'
export {Secrets} from './secrets.js'
export {SystemProcessRunner, type RunnerOptions} from './system-process-runner.js'
export {
  startProcess,
  type ProcessEnd,
  type StartedProcess,
  type StartProcess,
  type StartRequest,
} from './start-process.js'
