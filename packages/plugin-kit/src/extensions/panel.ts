import type {Remedy} from '@rde/errors'

import type {Service} from './service.js'
import type {Session} from '../session/session.js'

/** A part of the cluster page of `rde ui`: data only; the page draws all panels alike. */
export interface Panel {
  readonly id: string
  readonly title: string
  /** Shown on a separate page, not on the cluster page. */
  readonly ownPage?: boolean
  /** Called each time the page refreshes. An error is shown in the panel. */
  readonly read: (context: PanelContext) => Promise<PanelContent>
  /** Follows a log that a row of a table names, until the signal is aborted. */
  readonly followLog?: (name: string, context: LogContext) => Promise<void>
}

export interface PanelContext {
  readonly session: Session
  /** Of all plugins. */
  readonly services: readonly Service[]
  readonly signal: AbortSignal
}

export interface LogContext extends PanelContext {
  print(line: string): void
}

export interface PanelContent {
  readonly state: PanelState
  /** One line. */
  readonly summary: string
  readonly problems?: readonly PanelProblem[]
  readonly tables?: readonly PanelTable[]
}

export type PanelState = 'ok' | 'warning' | 'error' | 'unknown'

export interface PanelProblem {
  readonly message: string
  readonly remedy?: Remedy
}

export interface PanelTable {
  readonly title: string
  readonly columns: readonly string[]
  readonly rows: readonly PanelRow[]
}

export interface PanelRow {
  readonly state?: PanelState
  /** One per column. */
  readonly cells: readonly string[]
  /** The name of its log, for `followLog`. */
  readonly log?: string
}
