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

/** All machine checks of `rde doctor`: the preflight checks, and checks for rarer causes of problems. */
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

/** Checks for nodes that run in containers on this machine. */
const nodeChecks: readonly Check[] = [engineKind, cgroup, memory, inotify, inotifyLeft, ipForward, addressPools]

/** The machine checks for a cluster that runs elsewhere. */
export const checksWithoutNodes: readonly Check[] = machineChecks.filter((check) => !nodeChecks.includes(check))
