export {clusterArg, commonFlags, requiredClusterArg} from './flags.js'
export {
  collectContributions,
  collectExtensions,
  contributedChecks,
  contributedSupportFiles,
  contributedPhases,
  contributedServices,
  extensionsFor,
  leaveOutBroken,
} from './collect-contributions.js'
export type {ContributeHook, Contribution, DoctorContext, SupportFiles} from './contribution.js'
export {brokenExtension, type PluginHost} from './ask-extensions.js'
export {sectionDeclaration, type Extension, type OnBroken} from './extension.js'
export type {Component as ExtensionComponent} from '../types/index.js'
export {criticalPath} from './critical-path.js'
export {formatDuration, formatLimit, parseDuration, timedOut, waitFor, withDeadline} from '@rde/time'
export {interruptible, onInterruption, type Interruption} from './interruption.js'
export type {
  LogContext,
  Panel,
  PanelContent,
  PanelContext,
  PanelProblem,
  PanelRow,
  PanelState,
  PanelTable,
} from './panel.js'
export type {Phase, PhaseContext, PhaseOutcome} from './phase.js'
export {holdConfig, holdRunning, phaseContexts, questionContext, type ConfigHolder} from './phase-contexts.js'
export {holdCluster, type HeldCluster, type HoldOptions} from './hold-cluster.js'
export {planPhases, type PhaseSelection} from './plan-phases.js'
export {limitFrames} from './progress/limit-frames.js'
export {chooseProgress, type Progress, type ProgressOptions} from './progress/choose-progress.js'
export {askHidden, askText, askYesNo, confirm, hasTerminal, type ConfirmOptions} from './questions.js'
export {importFlags, importOptions} from './import-options.js'
export {lineProgress, type LineProgress} from './progress/line-progress.js'
export {releaseServices} from './release-services.js'
export {requireCluster, requireConfig} from './require-cluster.js'
export {runMends, runSteps, type Step, type StepOptions, type TitledMend} from './run-steps.js'
export {runPhases, type PhaseObserver, type PhaseReport} from './run-phases.js'
export {Answers, containers, engineState, imageIds, type Question, type QuestionContext} from './answers.js'
export type {ReleaseOptions, ReleaseServices, Service, ServiceBuild, ServicePush} from './service.js'
export {openSession, type Session, type Tools, type ToolOptions} from './session.js'
export {RdeCommand} from './rde-command.js'
export {table} from './table.js'
export {readVersions, type Versions} from './versions.js'
