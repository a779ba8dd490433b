import {
  DefaultRenderer,
  Listr,
  ListrDefaultRendererLogLevels,
  ListrLogger,
  ProcessOutput,
  type ListrTaskWrapper,
  type SimpleRenderer,
} from 'listr2'

import {asTypedIn, isRdeError} from '@rde/errors'

import type {Phase} from '../phases/phase.js'
import type {PhaseObserver} from '../phases/run-phases.js'

import {limitFrames} from './limit-frames.js'
import {rowText} from './list-row.js'

type Task = ListrTaskWrapper<unknown, typeof CalmRenderer, typeof SimpleRenderer>

/** listr2 draws at every event; a phase may report thousands of lines. */
class CalmRenderer extends DefaultRenderer {
  #over = false

  override update = limitFrames(() => {
    if (!this.#over) super.update()
  })

  override end(): void {
    this.#over = true
    super.end()
  }
}

export type ListProgress = PhaseObserver & {
  /** Shows a line below the row that is being worked on. */
  print(line: string): void
  finished(): Promise<void>
}

/** A phase on the screen: listr2's task, which ends when the phase does. */
interface Row {
  detail: string
  startedAt: number | undefined
  over: boolean
  task?: Task
  ended: Promise<void>
  end: () => void
  fail: (error: Error) => void
}

const countEveryMs = 500

/** A list on standard error that is redrawn in place, one row per phase. */
export function listProgress(phases: readonly Phase[]): ListProgress {
  const lines: string[] = []
  const rows = new Map(phases.map(({id}) => [id, newRow()]))
  const titleWidth = Math.max(...phases.map(({title}) => title.length))
  const draw = ({id, title}: Phase, tookMs?: number) => {
    const row = rows.get(id)!
    const counted = tookMs ?? (row.startedAt === undefined ? undefined : Date.now() - row.startedAt)
    const columns = process.stderr.columns || 80
    if (row.task) row.task.title = rowText({title, titleWidth, detail: row.detail, tookMs: counted}, columns)
  }
  const update = (phase: Phase, detail: string) => {
    const row = rows.get(phase.id)!
    row.detail = detail
    row.startedAt ??= Date.now()
    list.begin()
    draw(phase)
  }
  const list = drawnList(phases, {rows, draw})
  return {
    started: (phase) => update(phase, ''),
    reported: update,
    ended(phase, {detail, startedMs, endedMs}) {
      update(phase, detail)
      draw(phase, endedMs - startedMs)
      rows.get(phase.id)!.end()
    },
    failed(phase, {error, aborted}) {
      update(phase, aborted ? 'not done' : summaryOf(error))
      const row = rows.get(phase.id)!
      if (aborted) row.task?.skip()
      if (aborted) row.end()
      else row.fail(new Error(row.detail))
    },
    print(text) {
      const line = asTypedIn(text)
      const row = [...rows.values()].find(({startedAt, over}) => startedAt !== undefined && !over)
      // Visible while the phase runs; printed again below the list, since listr2 clears a task's output when it ends.
      if (row?.task) row.task.output = line
      lines.push(line)
    },
    async finished() {
      await list.finish()
      for (const line of lines) process.stderr.write(`${line}\n`)
    },
  }
}

interface DrawContext {
  readonly rows: ReadonlyMap<string, Row>
  readonly draw: (phase: Phase) => void
}

/** Draws nothing before the first event: a start that fails at once shows no list. */
function drawnList(phases: readonly Phase[], {rows, draw}: DrawContext) {
  const working = ({id}: Phase) => rows.get(id)!.startedAt !== undefined && !rows.get(id)!.over
  let drawn: Promise<unknown> | undefined
  let counting: NodeJS.Timeout | undefined
  const tasks = phases.map((phase) => ({
    title: phase.title,
    task(_: unknown, task: Task) {
      const row = rows.get(phase.id)!
      row.task = task
      draw(phase)
      return row.ended
    },
  }))
  return {
    begin() {
      if (drawn) return
      const output = new ProcessOutput(process.stderr, process.stderr)
      const rendererOptions = {
        ...{logger: new ListrLogger({processOutput: output}), formatOutput: 'truncate' as const},
        ...{showErrorMessage: false, showSkipMessage: false, collapseErrors: false, collapseSkips: false},
        // Not a warning: it was only not done.
        icon: {[ListrDefaultRendererLogLevels.SKIPPED_WITHOUT_COLLAPSE]: '–'},
      }
      const options = {concurrent: true, exitOnError: false, registerSignalListeners: false, renderer: CalmRenderer}
      drawn = new Listr(tasks, {...options, rendererOptions}).run().catch(() => undefined)
      counting = setInterval(() => phases.filter(working).forEach((phase) => draw(phase)), countEveryMs).unref()
    },
    async finish() {
      clearInterval(counting)
      for (const [id, row] of rows) {
        if (row.startedAt === undefined) {
          row.detail = 'not done'
          draw(phases.find((phase) => phase.id === id)!)
          row.task?.skip()
        }
        row.end()
      }
      await drawn
      if (drawn) process.stderr.write('\n')
    },
  }
}

function newRow(): Row {
  const row: Partial<Row> & {over: boolean} = {detail: '', startedAt: undefined, over: false}
  row.ended = new Promise<void>((resolve, reject) => {
    row.end = () => {
      row.over = true
      resolve()
    }
    row.fail = (error) => {
      row.over = true
      reject(error)
    }
  })
  // A row may fail before listr2 awaits it: that must not be an unhandled rejection.
  row.ended.catch(() => undefined)
  return row as Row
}

/** The first line of the error: the whole error is printed below the list. */
function summaryOf(error: unknown): string {
  if (isRdeError(error)) return error.message.split('\n')[0] ?? ''
  return error instanceof Error && error.name === 'ProcessError' ? 'a tool failed' : 'failed'
}
