import {createHash, randomBytes} from 'node:crypto'
import {hostname} from 'node:os'

/** The label of every container and network of a run. */
export const runLabel = 'rde.local-run'

/** A unique name for a run, which identifies the machine and the rde process that it belongs to. */
export function newRunName(): string {
  return `${prefix()}${process.pid}-${randomBytes(4).toString('hex')}`
}

/** The names of containers or networks whose rde was killed before it could remove them. */
export function orphaned(names: readonly string[], isAlive: (pid: number) => boolean): string[] {
  const own = prefix()
  return names.filter((name) => {
    const pid = name.startsWith(own) ? /^(\d+)-[0-9a-f]{8}(-|$)/.exec(name.slice(own.length))?.[1] : undefined
    return pid !== undefined && !isAlive(Number(pid))
  })
}

/** Includes the machine: process ids are only valid on one machine, and several may share one Docker. */
function prefix(): string {
  return `rde-run-${createHash('sha256').update(hostname()).digest('hex').slice(0, 8)}-`
}
