import {exitCodes} from '@rde/errors'

import {ok, warning} from './check.js'
import {engineCheck} from './engine-check.js'

const gibibyte = 1024 ** 3

/** The need of a cluster without anything on it. */
export const bareMemory = 2 * gibibyte

/** Docker's memory, which on a virtual machine is less than the machine's. Too little is slow, not wrong: a warning. */
export const memory = engineCheck(
  {id: 'memory', category: 'machine', title: 'Memory', problem: {code: 'RDE_MEMORY', exitCode: exitCodes.failed}},
  (info, {memory: needed}) => {
    const has = `${(info.memory / gibibyte).toFixed(1)} GiB of memory`
    if (info.memory >= needed) return ok(has)
    const wanted = (needed / gibibyte).toFixed(1).replace(/\.0$/, '')
    return warning(
      `Docker has ${has}; ${wanted} GiB are recommended; with less, pods may be evicted.`,
      moreOrLess(info),
    )
  },
)

function moreOrLess({operatingSystem}: {operatingSystem: string}) {
  return operatingSystem === 'Docker Desktop'
    ? {what: 'Give Docker more memory', command: 'Docker Desktop: Settings, Resources, Memory'}
    : {what: 'Start a smaller cluster', command: 'rde cluster start --profile bare --agents 0'}
}
