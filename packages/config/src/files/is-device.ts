import {stat} from 'node:fs/promises'

/** Whether the path is a device, a pipe or a socket: reading it may never end, and it must not be replaced. */
export async function isDevice(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => undefined)
  return found !== undefined && !found.isFile() && !found.isDirectory()
}
