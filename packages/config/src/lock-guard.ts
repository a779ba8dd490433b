import {mkdirSync} from 'node:fs'
import {dirname} from 'node:path'

import {fileFailed} from './config-errors.js'

/**
 * Lets one process at a time look at the lock file and write it. The guard is held for moments; one that a killed rde left
 * is taken over after 5 s.
 */
export async function guarded<T>(path: string, use: () => Promise<T>): Promise<T> {
  const {default: lockfile} = await import('proper-lockfile')
  const release = await takeGuard()
  try {
    return await use()
  } finally {
    // A guard that was taken over meanwhile is no longer ours to release.
    await release().catch(() => {})
  }

  async function takeGuard() {
    try {
      mkdirSync(dirname(path), {recursive: true, mode: 0o700})
      return await lockfile.lock(path, {
        realpath: false,
        lockfilePath: `${path}.guard`,
        stale: 5_000,
        retries: {retries: 100, factor: 1.2, minTimeout: 20, maxTimeout: 150},
        onCompromised: () => {},
      })
    } catch (error) {
      throw fileFailed('write', path, error)
    }
  }
}
