import {formatDuration} from '@rde/time'
import type {PhaseObserver} from '../phases/run-phases.js'

/** One line per event, with the seconds since the start: for pipes, CI and dumb terminals. */
export function plainProgress(
  write: (line: string) => void,
  now: () => number = performance.now.bind(performance),
): PhaseObserver {
  const begin = now()
  const print = (title: string, text: string) =>
    write(`${formatDuration(now() - begin).padStart(8)}  ${title}: ${text}`)
  return {
    started() {},
    reported: ({title}, line) => print(title, line),
    ended: ({title}, {changed, detail, startedMs, endedMs}) =>
      print(title, `${changed ? 'done' : 'unchanged'}, ${detail} (${formatDuration(endedMs - startedMs)})`),
    failed: ({title}, {aborted}) => print(title, aborted ? 'cancelled' : 'failed'),
  }
}
