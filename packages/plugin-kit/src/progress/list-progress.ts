import type {DefaultRenderer, SimpleRenderer} from 'listr2'
import {Listr, ListrLogger, ProcessOutput, type ListrTaskWrapper} from 'listr2'

import {formatDuration} from '../duration.js'
import type {Phase} from '../phase.js'
import type {PhaseObserver, PhaseReport} from '../run-phases.js'

type Task = ListrTaskWrapper<unknown, typeof DefaultRenderer, typeof SimpleRenderer>
type Event = (task: Task) => 'more' | 'ended'

/** A list on standard error that is redrawn in place: one row a phase. Ends when the last phase has. */
export function listProgress(phases: readonly Phase[]): PhaseObserver & {finished(): Promise<void>} {
  const width = Math.max(...phases.map(({title}) => title.length))
  const rows = new Map(phases.map((phase) => [phase.id, new Row()]))
  const tell = ({id}: Phase, event: Event) => rows.get(id)?.tell(event)
  const list = new Listr(
    phases.map(({id, title}) => ({title, task: (_: unknown, task: Task) => rows.get(id)!.follow(task)})),
    {
      concurrent: true,
      renderer: 'default',
      exitOnError: false,
      registerSignalListeners: false,
      rendererOptions: {
        logger: new ListrLogger({processOutput: new ProcessOutput(process.stderr, process.stderr)}),
        collapseErrors: false,
        showErrorMessage: false,
      },
    },
  )
  const drawn = list.run()
  return {
    started: (phase) => tell(phase, (task) => ((task.output = ''), 'more')),
    reported: (phase, line) => tell(phase, (task) => ((task.output = line), 'more')),
    ended: (phase, report) => tell(phase, (task) => ((task.title = row(report, width)), 'ended')),
    failed: (phase, {aborted}) =>
      tell(phase, (task) => {
        task.title = `${phase.title.padEnd(width)}  ${aborted ? 'not done' : 'failed'}`
        throw new Error(task.title)
      }),
    async finished() {
      for (const row of rows.values()) row.tell((task) => (task.skip(), 'ended'))
      await drawn.catch(() => undefined)
    },
  }
}

function row({title, detail, startedMs, endedMs}: PhaseReport, width: number): string {
  return `${title.padEnd(width)}  ${detail}  ${formatDuration(endedMs - startedMs)}`
}

/** Joins the events of a phase with the task that listr2 draws for it, whichever of them comes first. */
class Row {
  #events: Event[] = []
  #wake: () => void = () => {}

  tell(event: Event): void {
    this.#events.push(event)
    this.#wake()
  }

  async follow(task: Task): Promise<void> {
    for (;;) {
      const event = this.#events.shift()
      if (event?.(task) === 'ended') return
      if (event === undefined) await new Promise<void>((wake) => (this.#wake = wake))
    }
  }
}
