import {PassthroughCommand} from '@rde/plugin-kit/command/passthrough-command'

import {toolRequest} from '../tool-request.js'

export default class Kubectl extends PassthroughCommand {
  static override summary = 'Run kubectl on the rde cluster.'
  static override description =
    'All arguments are passed to kubectl; `<%= config.bin %> kubectl --help` shows its help. Your own kubeconfig is neither read nor written.'
  static override usage = 'kubectl ARGUMENT...'
  static override examples = [
    '<%= config.bin %> kubectl get pods --namespace relay-system',
    '<%= config.bin %> kubectl apply -f workflow.yaml',
  ]

  protected override async request(args: readonly string[]) {
    const {notice, ...request} = await toolRequest('kubectl', args)
    if (notice !== undefined) this.logToStderr(notice)
    return request
  }
}
