import {mkdir, readFile, writeFile} from 'node:fs/promises'
import {dirname} from 'node:path'

import type {DataDirectory} from '@rde/config'

import {isAnonymous} from './docker-leftovers.js'

/**
 * Notes the anonymous volumes among these before their containers are removed: k3d leaves them, and once the containers
 * are gone nothing says whose they were. An interrupted delete would lose them for good.
 */
export async function noteVolumes(data: DataDirectory, volumes: readonly string[]): Promise<void> {
  const path = data.volumesToRemove
  try {
    await mkdir(dirname(path), {recursive: true, mode: 0o700})
    await writeFile(path, JSON.stringify(volumes.filter(isAnonymous)), {mode: 0o600})
  } catch {
    // A full disk is no reason not to delete.
  }
}

export async function readNotedVolumes(data: DataDirectory): Promise<string[]> {
  try {
    const noted: unknown = JSON.parse(await readFile(data.volumesToRemove, 'utf8'))
    return Array.isArray(noted) ? noted.filter((name) => typeof name === 'string' && isAnonymous(name)) : []
  } catch {
    return []
  }
}
