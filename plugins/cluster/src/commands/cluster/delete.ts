import * as Flags from '@oclif/core/flags'

import {clusterArg, commonFlags, confirm, interruptible, openSession, RdeCommand} from '@rde/plugin-kit'

import {deleteCluster, deleteQuestion, type DeleteResult} from '../../services/delete.js'

export default class ClusterDelete extends RdeCommand {
  static override summary = 'Delete the cluster and everything that belongs to it.'
  static override description =
    'Works with a broken or missing config.json, with missing nodes, and after an interrupted create. Keeps your own kubeconfig, plugins, workflows and local images.'
  static override examples = ['<%= config.bin %> cluster delete', '<%= config.bin %> cluster delete --yes --keep-cache']
  static override enableJsonFlag = true
  static override args = clusterArg
  static override flags = {
    ...commonFlags,
    yes: Flags.boolean({char: 'y', description: 'Skip the confirmation.'}),
    'keep-cache': Flags.boolean({description: "Keep the registry's images for the next cluster."}),
  }

  async run(): Promise<DeleteResult> {
    const {flags} = await this.parse(ClusterDelete)
    const session = openSession(flags)
    if (!flags.yes) {
      const question = await deleteQuestion(session)
      await confirm({question, refused: 'Not deleted.', instead: 'rde cluster delete --yes'})
    }
    const report = (line: string) => void (flags.quiet || this.logToStderr(line))
    const result = await interruptible({resumeCommand: 'rde cluster delete'}, (signal) =>
      deleteCluster(session, {keepCache: flags['keep-cache'], signal, report}),
    )
    this.log(summary(result))
    for (const line of result.left ?? []) this.logToStderr(`Left: ${line}`)
    return result
  }
}

function summary({
  cluster,
  removed: {containers, networks, volumes},
  components = [],
  folder,
  kept,
}: DeleteResult): string {
  const parts = [
    ...components,
    ...counted(containers, 'container'),
    ...counted(networks, 'network'),
    ...counted(volumes, 'volume'),
    ...(folder === undefined ? [] : [folder]),
  ]
  if (parts.length === 0) return `There is no cluster called ${cluster}; nothing to remove.`
  const keeping = kept.length > 0 ? ` Kept: ${kept.join(', ')}.` : ''
  return `Removed ${parts.join(', ')}.${keeping}`
}

function counted(names: readonly string[], what: string): string[] {
  return names.length === 0 ? [] : [`${names.length} ${what}${names.length === 1 ? '' : 's'}`]
}
