import {printableJson} from '@rde/errors'

import type {PhaseObserver} from '../phases/run-phases.js'

/** One JSON object per line and event, for programs that follow the progress; `event` is the kind of event. */
export function jsonProgress(write: (line: string) => void): PhaseObserver {
  const emit = (event: string, details: object) => write(printableJson(JSON.stringify({event, ...details})))
  return {
    started: ({id}) => emit('phase-started', {id}),
    reported: ({id}, line) => emit('phase-progress', {id, line}),
    ended: (_, report) => emit('phase-ended', report),
    failed: ({id}, {error, aborted}) => emit('phase-failed', {id, aborted, message: messageOf(error)}),
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
