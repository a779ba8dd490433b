export {clusterArg, commonFlags, requiredClusterArg} from './command/flags.js'
export {
  collectContributions,
  collectExtensions,
  contributedChecks,
  contributedSupportFiles,
  contributedPhases,
  contributedServices,
  extensionsFor,
  leaveOutBroken,
} from './extensions/collect-contributions.js'
export type {ContributeHook, Contribution, DoctorContext, SupportFiles} from './extensions/contribution.js'
export {brokenExtension, type PluginHost} from './extensions/ask-extensions.js'
export {sectionDeclaration, type Extension, type OnBroken} from './extensions/extension.js'
export type {Component as ExtensionComponent} from '../types/index.js'
export {criticalPath} from './phases/critical-path.js'
export {formatDuration, formatLimit, parseDuration, timedOut, waitFor, withDeadline} from '@rde/time'
export {interruptible, onInterruption, type Interruption} from './command/interruption.js'
export type {
  LogContext,
  Panel,
  PanelContent,
  PanelContext,
  PanelProblem,
  PanelRow,
  PanelState,
  PanelTable,
} from './extensions/panel.js'
export type {Phase, PhaseContext, PhaseOutcome} from './phases/phase.js'
export {
  openConfigAccess,
  withRunningConfig,
  phaseContexts,
  questionContext,
  type ConfigAccess,
} from './phases/phase-contexts.js'
export {withLockedCluster, type LockedCluster, type LockedClusterOptions} from './session/with-locked-cluster.js'
export {planPhases, type PhaseSelection} from './phases/plan-phases.js'
export {limitFrames} from './progress/limit-frames.js'
export {chooseProgress, type Progress, type ProgressOptions} from './progress/choose-progress.js'
export {askHidden, askText, askYesNo, confirm, hasTerminal, type ConfirmOptions} from './command/questions.js'
export {importFlags, importOptions} from './command/import-options.js'
export {lineProgress, type LineProgress} from './progress/line-progress.js'
export {releaseServices} from './extensions/release-services.js'
export {requireCluster, requireConfig} from './session/require-cluster.js'
export {runMends, runSteps, type Step, type StepOptions, type TitledMend} from './phases/run-steps.js'
export {runPhases, type PhaseObserver, type PhaseReport} from './phases/run-phases.js'
export {Answers, containers, engineState, imageIds, type Question, type QuestionContext} from './session/answers.js'
export type {ReleaseOptions, ReleaseServices, Service, ServiceBuild, ServicePush} from './extensions/service.js'
export {openSession, type Session, type Tools, type ToolOptions} from './session/session.js'
export {RdeCommand} from './command/rde-command.js'
export {table} from './command/table.js'
export {readVersions, type Versions} from './session/versions.js'
