import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'

import {commonFlags, interruptible, openSession, RdeCommand} from '@rde/plugin-kit'

import {reportRun, writeReport} from '../../services/workflow/report.js'

export default class WorkflowReport extends RdeCommand {
  static override summary = 'Write a run to one HTML file: graph, timeline, logs, inputs and outputs.'
  static override description =
    'The file needs no server and no network: keep it as a CI artefact, or attach it to an issue. A run in progress is shown in its current state.'
  static override examples = ['report hello#3', 'report local/hello -o hello.html', 'report hello --open'].map(
    (line) => `<%= config.bin %> workflow ${line}`,
  )
  static override enableJsonFlag = true
  static override args = {
    run: Args.string({description: 'The run.', required: true, ignoreStdin: true}),
  }
  static override flags = {
    ...commonFlags,
    output: Flags.string({
      char: 'o',
      description: 'File to write (default: named after the run); - prints the HTML.',
      helpValue: 'FILE',
    }),
    open: Flags.boolean({description: 'Open the file in the browser.'}),
  }

  async run(): Promise<object> {
    const {args, flags} = await this.parse(WorkflowReport)
    const {output: file, open} = flags
    return interruptible({}, async (signal) => {
      const reported = {run: args.run, signal}
      if (file === '-') return this.#print(await reportRun(openSession(flags), reported))
      const written = await writeReport(openSession(flags), {...reported, file, open})
      this.log(written.file)
      return written
    })
  }

  /** Unchanged: the page already escapes what a terminal would not show. */
  #print(report: {readonly page: string}): object {
    if (!this.jsonEnabled()) process.stdout.write(report.page)
    return report
  }
}
