import {routesFor} from '@rde/loopback-server/requests/route'
import type {Panel, Service, Session} from '@rde/plugin-kit'

import type {Changes} from '../changes.js'
import type {OpenRuns} from '../runs/open-runs.js'
import type {OwnRuns} from '../runs/own-runs.js'
import {Refusal} from '../server/refusal.js'
import type {Answer} from '../server/ui-server.js'
import type {Folders} from '../sources.js'

/** The panels of plugins for the cluster page. */
export interface PanelSource {
  readonly panels: readonly Panel[]
  readonly services: readonly Service[]
}

/** The capabilities that routes use. */
export interface UiContext {
  readonly version: string
  readonly session: Session
  readonly panels: () => Promise<PanelSource>
  readonly folders: Folders
  readonly openRuns: OpenRuns
  readonly ownRuns: OwnRuns
  readonly changes: Changes
  /** Aborted when `rde ui` ends. */
  readonly signal: AbortSignal
}

export const route = routesFor<UiContext, Answer>()

/** The body as a JSON object; `text` checks its fields. */
export function bodyOf(body: Buffer): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(body.toString('utf8'))
    if (typeof value === 'object' && value !== null) return value as Record<string, unknown>
  } catch {
    // Refused below.
  }
  throw new Refusal(400, 'The request body is not a JSON object.')
}

/** A field that must be a string; if `allowed` is given, one of those. */
export function text<Text extends string>(value: unknown, name: string, allowed?: readonly Text[]): Text {
  if (typeof value === 'string' && (allowed?.includes(value as Text) ?? true)) return value as Text
  throw new Refusal(400, `"${name}" must be ${allowed === undefined ? 'a string' : allowed.join(' or ')}.`)
}
