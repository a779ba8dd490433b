import {cgroup} from './cgroup.js'
import type {Check} from './check.js'
import {disk} from './disk.js'
import {dockerLocal} from './docker-local.js'
import {dockerReachable} from './docker-reachable.js'
import {dockerVersion} from './docker-version.js'
import {engineKind} from './engine-kind.js'
import {inotify} from './inotify.js'
import {memory} from './memory.js'
import {portsFree} from './ports.js'
import {toolsCheck} from './tools.js'

/** Whether Docker can be used at all. */
export const dockerChecks: readonly Check[] = [toolsCheck, dockerReachable, dockerLocal]

/** The checks before a cluster is started, in the order of the report. */
export const preflightChecks: readonly Check[] = [
  ...dockerChecks,
  dockerVersion,
  engineKind,
  cgroup,
  memory,
  disk,
  inotify,
  portsFree,
]
