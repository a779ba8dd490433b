import {addressPools} from './address-pools.js'
import type {Check} from './check.js'
import {clock} from './clock.js'
import {dockerLogin} from './docker-login.js'
import {folders} from './folders.js'
import {inodes} from './inodes.js'
import {inotifyLeft} from './inotify-left.js'
import {ipForward} from './ip-forward.js'
import {preflightChecks} from './preflight-checks.js'
import {proxy} from './proxy.js'
import {temporaryFolder} from './temporary-folder.js'
import {ownFiles} from './own-files.js'
import {testedVersions} from './tested-versions.js'

/** Everything that `rde doctor` asks of the machine: what a start asks, and what is only sometimes the cause of a trouble. */
export const machineChecks: readonly Check[] = [
  ...preflightChecks,
  testedVersions,
  dockerLogin,
  inotifyLeft,
  clock,
  inodes,
  proxy,
  ipForward,
  addressPools,
  temporaryFolder,
  folders,
  ownFiles,
]
