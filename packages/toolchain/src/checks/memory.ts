import {exitCodes} from '@rde/errors'

import {ok, warning} from './check.js'
import {engineCheck} from './engine-check.js'

const gibibyte = 1024 ** 3

/** The memory of a cluster without the stack. */
export const bareMemory = 2 * gibibyte

/** Docker's memory, which on a virtual machine is less than the host's. Too little is only slow, hence a warning. */
export const memory = engineCheck(
  {id: 'memory', category: 'machine', title: 'Memory', problem: {code: 'RDE_MEMORY', exitCode: exitCodes.failed}},
  (info, {memory: needed}) => {
    const available = `${(info.memory / gibibyte).toFixed(1)} GiB of memory`
    if (info.memory >= needed) return ok(available)
    const wanted = (needed / gibibyte).toFixed(1).replace(/\.0$/, '')
    return warning(
      `Docker has ${available}; ${wanted} GiB are recommended; with less, pods may be evicted.`,
      memoryRemedy(info),
    )
  },
)

function memoryRemedy({operatingSystem}: {operatingSystem: string}) {
  return operatingSystem === 'Docker Desktop'
    ? {what: 'Give Docker more memory', command: 'Docker Desktop: Settings, Resources, Memory'}
    : {what: 'Start a smaller cluster', command: 'rde cluster start --profile bare --agents 0'}
}
