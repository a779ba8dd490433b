import {printableJson} from '@rde/errors'

import type {PhaseObserver} from '../phases/run-phases.js'

/** One JSON object an event on a line of its own, for programs that follow along; its `event` says what happened. */
export function jsonProgress(write: (line: string) => void): PhaseObserver {
  const say = (event: string, details: object) => write(printableJson(JSON.stringify({event, ...details})))
  return {
    started: ({id}) => say('phase-started', {id}),
    reported: ({id}, line) => say('phase-progress', {id, line}),
    ended: (_, report) => say('phase-ended', report),
    failed: ({id}, {error, aborted}) => say('phase-failed', {id, aborted, message: messageOf(error)}),
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
