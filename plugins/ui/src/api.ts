import type {GraphLayout} from '@rde/workflow/graph'

export type {PanelContent, PanelProblem, PanelState, PanelTable} from '@rde/plugin-kit/extensions/panel'

/** The requests of the page and the server's answers. Every answer is JSON; a failure has its own shape. */

/** Why something cannot be done, and what to do about it. */
export interface Failure {
  readonly message: string
  readonly outcome?: string
  readonly code?: string
  readonly remedies: readonly Remedy[]
}

export interface Remedy {
  readonly what: string
  readonly command: string
}

/** One part of an answer can fail while the others succeed. */
export type Part<Data> = Data | {readonly failure: Failure}

/** `GET /api/overview` */
export interface Overview {
  /** The version of rde. */
  readonly version: string
  readonly cluster: Part<{readonly workflows: readonly WorkflowRow[]}>
  readonly folders: readonly FolderRow[]
  /** The newest first. */
  readonly runs: readonly RunRow[]
}

export interface WorkflowRow {
  readonly name: string
  readonly savedAt: string
  readonly steps: number
}

/** A folder with workflow files: the workflow directory or the folder in which `rde ui` was started. */
export interface FolderRow {
  readonly path: string
  readonly what: 'directory' | 'current'
  readonly files: readonly FileRow[]
}

export interface FileRow {
  readonly file: string
  /** Absent if the file has errors. */
  readonly name?: string
  readonly steps?: number
  /** The first error. */
  readonly problem?: string
}

export type RunState = 'pending' | 'running' | 'succeeded' | 'failed' | 'cancelled' | 'rejected'
export type RunLocation = 'cluster' | 'docker' | 'host'
export type StepPhase = 'waiting' | 'running' | 'succeeded' | 'failed' | 'skipped'

export interface RunRow {
  /** `NAME#N` or `local/NAME#N` */
  readonly run: string
  readonly workflow: string
  readonly on: RunLocation
  readonly state: RunState
  readonly createdAt: string
  readonly endedAt?: string
}

/** What to run: a saved workflow, by its name, or a file of a listed folder. */
export type Source = {readonly kind: 'saved'; readonly name: string} | {readonly kind: 'file'; readonly path: string}

/** `GET /api/form?kind=…&name=…|path=…` */
export interface RunForm {
  readonly source: Source
  readonly name: string
  readonly description?: string
  readonly parameters: readonly FormParameter[]
  readonly steps: ReadonlyArray<{readonly name: string; readonly dependsOn: readonly string[]}>
  readonly graph: GraphLayout
  readonly places: readonly RunLocation[]
  /** The user has allowed this file to run on this machine. */
  readonly trusted: boolean
}

export interface FormParameter {
  readonly name: string
  readonly type: 'string' | 'number' | 'boolean' | 'json'
  readonly description?: string
  /** As typed in the form; absent if the parameter is required. */
  readonly default?: string
}

/** `POST /api/runs` */
export interface StartRequest {
  readonly source: Source
  readonly on: RunLocation
  readonly parameters: Readonly<Record<string, string>>
  /** The user agrees to run the steps on this machine. */
  readonly consent?: boolean
}

export interface StartAnswer {
  readonly run: string
}

/** `POST /api/runs/:run/answer` */
export interface AnswerRequest {
  readonly step: string
  readonly answer: 'approved' | 'rejected'
}

/** A run without its steps. */
export interface RunHead {
  readonly run: string
  readonly workflow: string
  readonly on: RunLocation
  readonly state: RunState
  readonly reason?: string
  readonly remedies: readonly Remedy[]
  readonly createdAt?: string
  readonly endedAt?: string
  readonly parameters: readonly NamedText[]
  readonly notices: readonly string[]
  readonly actions: {readonly cancel: boolean; readonly answer: boolean; readonly again: boolean}
}

export interface StepView {
  readonly name: string
  readonly type: 'container' | 'approval'
  readonly image?: string
  readonly dependsOn: readonly string[]
  readonly when?: string
  readonly phase: StepPhase
  readonly reason?: string
  readonly exitCode?: number
  readonly startedAt?: string
  readonly endedAt?: string
  readonly inputs: readonly NamedText[]
  readonly outputs: readonly NamedText[]
  readonly notices: readonly string[]
  /** The number of lines of its log. */
  readonly lines: number
}

/** `text` is absent if the value is sensitive. */
export interface NamedText {
  readonly name: string
  readonly text?: string
}

/** A whole run, as a report contains it. */
export interface RunReport {
  readonly head: RunHead
  readonly steps: readonly StepView[]
  readonly graph: GraphLayout
  /** By step. */
  readonly logs: Readonly<Record<string, readonly string[]>>
  readonly madeAt: string
}

/** `GET /api/runs/:run/events?step=…&from=…`: a stream; the first two messages are the current state of the run. */
export type RunMessage =
  | {readonly type: 'head'; readonly head: RunHead}
  /** All steps with `all`, else those that changed. */
  | {readonly type: 'steps'; readonly steps: readonly StepView[]; readonly all?: boolean}
  /** Lines of the chosen step, from this index on. */
  | {readonly type: 'log'; readonly step: string; readonly from: number; readonly lines: readonly string[]}
  | {readonly type: 'failure'; readonly failure: Failure}

/** `GET /api/panels`: the panels of plugins, in their order. Each is read with `GET /api/panels/:panel`. */
export interface PanelList {
  readonly panels: readonly PanelHead[]
}

export interface PanelHead {
  readonly id: string
  readonly title: string
  /** The panel has its own page instead of a section on the cluster page. */
  readonly ownPage: boolean
}

/** `GET /api/panels/:panel/log?name=…`: a stream of the log of a row, starting near its end. */
export type LogMessage =
  /** The log starts anew: lines of an earlier connection are sent again. */
  | {readonly type: 'begin'}
  | {readonly type: 'lines'; readonly lines: readonly string[]}
  /** Nothing more will be printed. */
  | {readonly type: 'end'; readonly failure?: Failure}

/** `GET /api/changes`: a stream that reports when the overview may have changed. */
export interface ChangeMessage {
  readonly type: 'changed'
}

/** Every mutation has this header: a page of another site cannot set it. */
export const mutationHeader = 'x-rde-ui'
