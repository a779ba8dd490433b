import {formatDuration} from '@rde/time'
import type {PhaseObserver} from '../phases/run-phases.js'

/** One line an event, with the seconds since the start: for pipes, CI and dumb terminals. */
export function plainProgress(
  write: (line: string) => void,
  now: () => number = performance.now.bind(performance),
): PhaseObserver {
  const begin = now()
  const say = (title: string, text: string) => write(`${formatDuration(now() - begin).padStart(8)}  ${title}: ${text}`)
  return {
    started() {},
    reported: ({title}, line) => say(title, line),
    ended: ({title}, {changed, detail, startedMs, endedMs}) =>
      say(title, `${changed ? 'done' : 'unchanged'}, ${detail} (${formatDuration(endedMs - startedMs)})`),
    failed: ({title}, {aborted}) => say(title, aborted ? 'ended before it was done' : 'failed'),
  }
}
