import {spawnSync} from 'node:child_process'
import {readFileSync} from 'node:fs'

/** Identifies one process. A pid alone does not: pids are reused. */
export interface ProcessIdentity {
  readonly pid: number
  readonly startTime: string
}

/** The identity of a running process; undefined if it has ended. */
export function identify(pid: number): ProcessIdentity | undefined {
  const startTime = processStartTime(pid)
  return startTime === undefined ? undefined : {pid, startTime}
}

export function lives({pid, startTime}: ProcessIdentity): boolean {
  return processStartTime(pid) === startTime
}

/**
 * The start time of a running process, only useful for comparison. Undefined if there is no such process, or if it is a
 * zombie.
 */
export function processStartTime(pid: number): string | undefined {
  if (!Number.isInteger(pid) || pid <= 0) return undefined
  return process.platform === 'linux' ? fromProc(pid) : fromPs(pid)
}

function fromProc(pid: number): string | undefined {
  try {
    return startTimeInStat(readFileSync(`/proc/${pid}/stat`, 'utf8'))
  } catch {
    return undefined
  }
}

/** Fields 3 (state) and 22 (start, in ticks since the boot) of `/proc/PID/stat`: proc(5). */
export function startTimeInStat(stat: string): string | undefined {
  // Field 2 is the program's name in parentheses, which may contain blanks and parentheses itself.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return isDead(fields[0]) ? undefined : fields[19]
}

function fromPs(pid: number): string | undefined {
  const {stdout, status} = spawnSync('ps', ['-o', 'stat=,lstart=', '-p', String(pid)], {
    encoding: 'utf8',
    env: {PATH: process.env['PATH'] ?? '', LC_ALL: 'C', TZ: 'UTC'},
  })
  return status === 0 ? startTimeInPs(stdout) : undefined
}

/** What `ps -o stat=,lstart=` prints: a state, blanks, a date. */
export function startTimeInPs(line: string): string | undefined {
  const [state, ...date] = line.trim().split(/\s+/)
  return isDead(state) || date.length === 0 ? undefined : date.join(' ')
}

function isDead(state: string | undefined): boolean {
  return state === undefined || /^[ZXx]/.test(state)
}
