import * as Flags from '@oclif/core/flags'

import {commonFlags, interruptible, lineProgress, openSession, RdeCommand, requiredClusterArg} from '@rde/plugin-kit'

import {attachCluster, type AttachResult} from '../../services/attach.js'

export default class ClusterAttach extends RdeCommand {
  static override summary = 'Use a Kubernetes cluster that rde did not create.'
  static override description =
    "Copies the context into the cluster's own folder; your kubeconfig is not changed. Checks version, permissions, storage, and that each node can pull from the registry. A context that looks like production needs its name typed."
  static override examples = [
    '<%= config.bin %> cluster attach team --context team-dev --registry registry.example.com/relay',
    '<%= config.bin %> cluster attach ci --context ci --kubeconfig ./ci.yaml --registry localhost:5000=registry:5000',
  ]
  static override enableJsonFlag = true
  static override args = requiredClusterArg
  static override flags = {
    ...commonFlags,
    context: Flags.string({description: 'Context of the kubeconfig.', required: true, helpValue: 'CONTEXT'}),
    kubeconfig: Flags.string({
      description: 'File to read it from instead of your default kubeconfig.',
      helpValue: 'FILE',
    }),
    registry: Flags.string({
      description: 'Registry that Docker here pushes to and nodes pull from; add =PULL if nodes use another name.',
      required: true,
      helpValue: 'PUSH[=PULL]',
    }),
  }

  async run(): Promise<AttachResult> {
    const {flags} = await this.parse(ClusterAttach)
    const {report} = lineProgress({...flags, json: this.jsonEnabled()})
    const {context, kubeconfig, registry} = flags
    const attached = await interruptible({}, (signal) =>
      attachCluster(openSession(flags), {context, kubeconfig, registry, signal, report}),
    )
    this.log(`${attached.cluster} is attached: ${attached.server}, context ${attached.context}.`)
    return attached
  }
}
