import {readFile} from 'node:fs/promises'
import {basename} from 'node:path'

import {Args, Flags} from '@oclif/core'

import {commonFlags, interruptible, openSession, RdeCommand} from '@rde/plugin-kit'

import {askOnTerminal} from '../../local/ask-on-terminal.js'

export default class WorkflowRun extends RdeCommand {
  static override summary = 'Run a workflow file.'
  static override examples = ['<%= config.bin %> workflow run examples/hello.yaml --on host']
  static override enableJsonFlag = true
  static override args = {file: Args.string({description: 'The file.', required: true, ignoreStdin: true})}
  static override flags = {
    ...commonFlags,
    on: Flags.option({options: ['docker', 'host'] as const, default: 'host' as const})(),
    param: Flags.string({char: 'p', multiple: true, multipleNonGreedy: true, default: []}),
    secret: Flags.string({multiple: true, multipleNonGreedy: true, default: []}),
    connections: Flags.string(),
    approve: Flags.string({multiple: true, multipleNonGreedy: true, default: []}),
    yes: Flags.boolean({char: 'y'}),
    'max-parallel': Flags.integer({min: 1}),
  }

  async run(): Promise<object> {
    const {args, flags} = await this.parse(WorkflowRun)
    const text = await readFile(args.file, 'utf8')
    const [{readWorkflow}, {runLocally}] = await Promise.all([
      import('@rde/workflow/read-workflow'),
      import('../../services/run-locally.js'),
    ])
    const {document, problems} = readWorkflow(text)
    for (const {line, message} of problems) this.logToStderr(`${args.file}:${line}: ${message}`)
    if (document === undefined) this.error('invalid', {exit: 2})
    const parameters = Object.fromEntries(
      flags.param.map((pair) => pair.split(/=(.*)/s).slice(0, 2) as [string, string]),
    )
    const options = {
      ...{on: flags.on, file: args.file, text, document, parameters, ask: askOnTerminal(), verbose: flags.verbose},
      ...{secrets: flags.secret, connections: flags.connections, approve: flags.approve, yes: flags.yes},
      workflow: document.name ?? basename(args.file).replace(/\.ya?ml$/, ''),
      maxParallel: flags['max-parallel'],
      onEvent: (event: object) => void process.stderr.write(`${JSON.stringify(event)}\n`),
    }
    const result = await interruptible({goOn: ''}, (signal) => runLocally(openSession(flags), {...options, signal}))
    if (result.outcome !== 'succeeded') process.exitCode = 1
    return result
  }
}
