import {PassthroughCommand} from '@rde/plugin-kit/command/passthrough-command'

import {toolRequest} from '../tool-request.js'

export default class Helm extends PassthroughCommand {
  static override summary = 'Run helm on the rde cluster.'
  static override description =
    'All arguments are passed to helm; `<%= config.bin %> helm --help` shows its help. Your own kubeconfig is neither read nor written.'
  static override usage = 'helm ARGUMENT...'
  static override examples = [
    '<%= config.bin %> helm list --all-namespaces',
    '<%= config.bin %> helm status relay-core --namespace relay-system',
  ]

  protected override async request(args: readonly string[]) {
    const {notice, ...request} = await toolRequest('helm', args)
    if (notice !== undefined) this.logToStderr(notice)
    return request
  }
}
