import {createHash, randomBytes} from 'node:crypto'
import {hostname} from 'node:os'

/** On every container and network of a run, so that all of them are found. */
export const runLabel = 'rde.local-run'

/** A name of this run's own, which tells which rde of which machine it belongs to. */
export function newRunName(): string {
  return `${prefix()}${process.pid}-${randomBytes(4).toString('hex')}`
}

/** Those among names of containers or networks whose rde was killed before it could remove them. */
export function orphaned(names: readonly string[], isAlive: (pid: number) => boolean): string[] {
  const own = prefix()
  return names.filter((name) => {
    const pid = name.startsWith(own) ? /^(\d+)-[0-9a-f]{8}(-|$)/.exec(name.slice(own.length))?.[1] : undefined
    return pid !== undefined && !isAlive(Number(pid))
  })
}

/** A process id means something on its own machine only, and several may share one Docker. */
function prefix(): string {
  return `rde-run-${createHash('sha256').update(hostname()).digest('hex').slice(0, 8)}-`
}
