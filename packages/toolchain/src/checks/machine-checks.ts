import {addressPools} from './address-pools.js'
import type {Check} from './check.js'
import {clock} from './clock.js'
import {inodes} from './inodes.js'
import {preflightChecks} from './preflight-checks.js'
import {proxy} from './proxy.js'
import {temporaryFolder} from './temporary-folder.js'
import {ownFiles} from './own-files.js'
import {testedVersions} from './tested-versions.js'

/** Everything that `rde doctor` asks of the machine: what a start asks, and what is only sometimes the cause of a trouble. */
export const machineChecks: readonly Check[] = [
  ...preflightChecks,
  testedVersions,
  clock,
  inodes,
  proxy,
  addressPools,
  temporaryFolder,
  ownFiles,
]
