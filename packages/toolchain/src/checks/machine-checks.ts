import {addressPools} from './address-pools.js'
import {cgroup} from './cgroup.js'
import type {Check} from './check.js'
import {clock} from './clock.js'
import {dockerLogin} from './docker-login.js'
import {engineKind} from './engine-kind.js'
import {folders} from './folders.js'
import {inodes} from './inodes.js'
import {inotify} from './inotify.js'
import {inotifyLeft} from './inotify-left.js'
import {ipForward} from './ip-forward.js'
import {memory} from './memory.js'
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

/** Those that only nodes in containers of this machine need. */
const ofNodes: readonly Check[] = [engineKind, cgroup, memory, inotify, inotifyLeft, ipForward, addressPools]

/** Everything that is asked of a machine whose cluster runs elsewhere. */
export const checksWithoutNodes: readonly Check[] = machineChecks.filter((check) => !ofNodes.includes(check))
