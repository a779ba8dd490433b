import {exitCodes} from '@rde/errors'

import {ok, warning} from './check.js'
import {engineCheck} from './engine-check.js'

const toleratedMs = 60_000

/**
 * After sleep, the clock of a virtual machine is behind: certificates are "not yet valid", and logs are hard to read.
 */
export const clock = engineCheck(
  {id: 'clock', category: 'machine', title: 'Clock', problem: {code: 'RDE_CLOCK', exitCode: exitCodes.failed}},
  ({systemTime, operatingSystem}, {now}) => {
    const differenceMs = systemTime === undefined ? 0 : systemTime.getTime() - now()
    if (Math.abs(differenceMs) <= toleratedMs) return ok('in sync with the engine')
    const direction = differenceMs < 0 ? 'behind' : 'ahead of'
    const minutes = Math.round(Math.abs(differenceMs) / toleratedMs)
    return warning(`The engine's clock is ${minutes} min ${direction} this machine's.`, {
      what: operatingSystem === 'Docker Desktop' ? 'Restart Docker' : 'Synchronize the clock',
      command: operatingSystem === 'Docker Desktop' ? 'docker desktop restart' : 'sudo timedatectl set-ntp true',
    })
  },
)
