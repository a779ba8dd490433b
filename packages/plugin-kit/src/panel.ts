import type {Remedy} from '@rde/errors'

import type {Service} from './service.js'
import type {Session} from './session.js'

/** A part of the cluster page of `rde ui`: data only, which the page draws as it draws all panels. */
export interface Panel {
  readonly id: string
  readonly title: string
  /** Called each time that the page looks. What it throws is shown in the panel. */
  readonly read: (context: PanelContext) => Promise<PanelContent>
}

export interface PanelContext {
  readonly session: Session
  /** Of all plugins. */
  readonly services: readonly Service[]
  readonly signal: AbortSignal
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
  /** One cell a column. */
  readonly rows: ReadonlyArray<{readonly state?: PanelState; readonly cells: readonly string[]}>
}
