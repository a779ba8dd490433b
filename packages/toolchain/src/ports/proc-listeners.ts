import {readdir, readFile, readlink} from 'node:fs/promises'
import {join} from 'node:path'

export interface ListeningProcess {
  readonly pid: number
  readonly name: string
}

/**
 * The process that listens on a TCP port of this machine, from `/proc/net/tcp` and `/proc/PID/fd` (proc(5)). Undefined
 * if nobody listens, or if the process belongs to another user, whose files are not readable. `proc` is `/proc`.
 */
export async function listeningProcess(port: number, proc: string): Promise<ListeningProcess | undefined> {
  const tables = await Promise.all(['tcp', 'tcp6'].map((table) => textOf(join(proc, 'net', table))))
  const sockets = new Set(tables.flatMap((table) => listeningInodes(table, port)).map((inode) => `socket:[${inode}]`))
  if (sockets.size === 0) return undefined
  for (const pid of (await entriesOf(proc)).filter((name) => /^\d+$/.test(name))) {
    if (await holdsOneOf(join(proc, pid, 'fd'), sockets)) {
      return {pid: Number(pid), name: (await textOf(join(proc, pid, 'comm'))).trim()}
    }
  }
  return undefined
}

/** 127.0.0.1 and the wildcard address, in IPv4 and IPv6, as the kernel prints them on little-endian machines. */
const addresses = new Set(['0100007F', '00000000', '0'.repeat(32), '0000000000000000FFFF00000100007F'])
const stateListen = '0A'

function listeningInodes(table: string, port: number): string[] {
  const wanted = port.toString(16).toUpperCase().padStart(4, '0')
  const rows = table.split('\n').map((line) => line.trim().split(/\s+/))
  return rows.flatMap(([, local = '', , state, , , , , , inode]) => {
    const [address = '', localPort] = local.split(':')
    return state === stateListen && localPort === wanted && addresses.has(address) && inode ? [inode] : []
  })
}

async function holdsOneOf(folder: string, sockets: ReadonlySet<string>): Promise<boolean> {
  const files = await entriesOf(folder)
  const targets = await Promise.all(files.map((file) => readlink(join(folder, file)).catch(() => '')))
  return targets.some((target) => sockets.has(target))
}

// Processes may end meanwhile or be unreadable: unreadable files count as missing.
const textOf = (path: string) => readFile(path, 'utf8').catch(() => '')
const entriesOf = (path: string) => readdir(path).catch(() => [])
