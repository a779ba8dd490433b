import {existsSync, readFileSync} from 'node:fs'
import {utimes} from 'node:fs/promises'

import type {DataDirectory} from '../cluster/data-directory.js'
import {derivedFiles} from './derived-files.js'
import {writeFileAtomically} from '../files/write-file-atomically.js'

/**
 * Rewrites kubeconfig.yaml from a config.json that was last changed at `configTime`. It holds no lock, so another rde may
 * replace config.json meanwhile: the file therefore gets the time of its source, and is then found outdated again.
 */
export async function renewKubeconfig(data: DataDirectory, configTime: number): Promise<string | undefined> {
  const kubeconfig = kubeconfigIn(data.config)
  if (kubeconfig === 'unreadable') return existsSync(data.kubeconfig) ? data.kubeconfig : undefined
  if (kubeconfig === undefined) return undefined
  const [file] = derivedFiles({kubeconfig}, data)
  await writeFileAtomically(data.kubeconfig, file?.content ?? '')
  // One millisecond more, since a Date drops the fraction of a millisecond.
  const time = new Date(Math.floor(configTime) + 1)
  await utimes(data.kubeconfig, time, time)
  return data.kubeconfig
}

/** Reads this key only: a mistake elsewhere in config.json must not prevent `rde kubectl`. */
function kubeconfigIn(path: string): Record<string, unknown> | 'unreadable' | undefined {
  try {
    const {kubeconfig} = JSON.parse(readFileSync(path, 'utf8')) as {kubeconfig?: unknown}
    return typeof kubeconfig === 'object' && kubeconfig !== null ? {...kubeconfig} : undefined
  } catch {
    return 'unreadable'
  }
}
