import * as Flags from '@oclif/core/flags'

const repeatable = {multiple: true, multipleNonGreedy: true} as const
const local = 'WITHOUT A CLUSTER'

/** The flags of commands that start a run. */
export const runFlags = {
  param: Flags.string({...repeatable, char: 'p', description: 'A value for a parameter.', helpValue: 'NAME=VALUE'}),
  on: Flags.option({options: ['cluster', 'docker', 'host'] as const, default: 'cluster' as const})({
    description: 'Where: on the cluster; or without one, in Docker or as programs of this machine.',
  }),
  follow: Flags.boolean({description: 'Show it until it ends.', exclusive: ['detach']}),
  detach: Flags.boolean({description: 'Start the run, print its name and exit.', exclusive: ['follow']}),
  secret: Flags.string({
    ...repeatable,
    description: 'A secret, read from a file.',
    helpValue: 'KEY=@FILE',
    helpGroup: local,
  }),
  connections: Flags.string({
    description: 'A file with connections; on the cluster they are kept for the workflow.',
    helpValue: 'FILE',
  }),
  approve: Flags.string({
    ...repeatable,
    description: 'Approve this step beforehand.',
    helpValue: 'STEP',
    helpGroup: local,
  }),
  yes: Flags.boolean({
    char: 'y',
    description: 'Do not ask whether the file may run on this machine.',
    helpGroup: local,
  }),
  'allow-unresolved': Flags.boolean({
    description: 'Start steps although a value they refer to is missing; they get the expression itself.',
  }),
  step: Flags.string({description: 'Run this step alone.', helpValue: 'STEP', helpGroup: local}),
  'outputs-from': Flags.string({
    description: 'Give steps the outputs of this earlier run: local/NAME#N.',
    helpValue: 'RUN',
    helpGroup: local,
  }),
  'rerun-failed': Flags.string({
    description: 'Run only the steps that did not succeed in this earlier run: local/NAME#N.',
    helpValue: 'RUN',
    exclusive: ['step', 'outputs-from'],
    helpGroup: local,
  }),
  watch: Flags.boolean({description: 'Run the file again each time it is saved, until Ctrl-C.', exclusive: ['detach']}),
  'max-parallel': Flags.integer({min: 1, description: 'How many steps run side by side at most.', helpGroup: local}),
}

export interface RunFlags {
  readonly param?: readonly string[] | undefined
  readonly on: 'cluster' | 'docker' | 'host'
  readonly follow: boolean
  readonly detach: boolean
  readonly secret?: readonly string[] | undefined
  readonly connections?: string | undefined
  readonly approve?: readonly string[] | undefined
  readonly yes: boolean
  readonly 'allow-unresolved': boolean
  readonly step?: string | undefined
  readonly 'outputs-from'?: string | undefined
  readonly 'rerun-failed'?: string | undefined
  readonly watch?: boolean
  readonly 'max-parallel'?: number | undefined
  readonly verbose: boolean
  readonly quiet: boolean
}
