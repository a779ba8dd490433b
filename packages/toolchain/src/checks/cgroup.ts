import {exitCodes} from '@rde/errors'

import {ok} from './check.js'
import {engineCheck} from './engine-check.js'

/** k3s runs on both; a report of a cluster that does not start wants to know which. */
export const cgroup = engineCheck(
  {
    id: 'cgroup',
    category: 'machine',
    title: 'Control groups',
    problem: {code: 'RDE_CGROUP', exitCode: exitCodes.failed},
  },
  ({cgroupVersion, cgroupDriver}) => ok(`cgroup v${cgroupVersion} (${cgroupDriver})`),
)
