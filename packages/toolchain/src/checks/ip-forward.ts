import {exitCodes} from '@rde/errors'

import {failure, ok} from './check.js'
import {engineCheck} from './engine-check.js'

/** Docker enables packet forwarding when it starts; hardened machines disable it again. */
export const ipForward = engineCheck(
  {
    id: 'ip-forward',
    category: 'network',
    title: 'Network of containers',
    problem: {code: 'RDE_IP_FORWARD', exitCode: exitCodes.failed},
  },
  ({forwardsPackets}) =>
    forwardsPackets
      ? ok('the kernel forwards packets')
      : failure(
          'The kernel does not forward packets (net.ipv4.ip_forward is 0): containers reach no network.',
          {what: 'Switch it on until the next restart', command: 'sudo sysctl -w net.ipv4.ip_forward=1'},
          {
            what: 'Switch it on for good',
            command: 'echo net.ipv4.ip_forward=1 | sudo tee /etc/sysctl.d/61-rde.conf && sudo sysctl --system',
          },
        ),
)
