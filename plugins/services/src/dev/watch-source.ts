import {statSync} from 'node:fs'
import {basename, join, relative} from 'node:path'

import {watch, type FSWatcher} from 'chokidar'

import {exitCodes, RdeError} from '@rde/errors'

import type {BuildableService} from '../build/run-builds.js'

export interface SourceWatcher {
  close(): Promise<void>
}

export interface WatchOptions {
  onChange(path: string): void
  /** Watching failed; no more changes are reported. */
  onError(error: unknown): void
}

/** Watches the sources of the builds; resolves once no later change is missed. Paths are relative to `source`. */
export async function watchSource(
  source: string,
  services: readonly BuildableService[],
  {onChange, onError}: WatchOptions,
): Promise<SourceWatcher> {
  const paths = watchedPaths(source, services)
  const watcher = watch(paths, {
    ignoreInitial: true,
    followSymlinks: false,
    ignored: (path) => path !== source && isIgnored(basename(path)),
  })
  watcher.on('all', (_, path) => onChange(relative(source, path)))
  try {
    await ready(watcher)
  } catch (error) {
    await watcher.close()
    throw explain(error)
  }
  watcher.on('error', (error) => onError(explain(error)))
  const folders = watchFolders(paths, (path) => {
    watcher.unwatch(path).add(path)
    onChange(relative(source, path))
  })
  return {
    async close() {
      clearInterval(folders)
      await watcher.close()
    },
  }
}

const checkEveryMs = 1_000

/** Polls the watched folders: no watcher reports that one was recreated, for example by checking out a branch. */
function watchFolders(paths: readonly string[], onNew: (path: string) => void): NodeJS.Timeout {
  const known = new Map(paths.map((path) => [path, folderIdentity(path)]))
  const check = () => {
    for (const path of paths) {
      const [before, now] = [known.get(path), folderIdentity(path)]
      known.set(path, now)
      if (now !== undefined && now !== before) onNew(path)
    }
  }
  return setInterval(check, checkEveryMs)
}

/** Distinguishes a folder from an earlier one at the same path; undefined if there is none. */
function folderIdentity(path: string): string | undefined {
  const found = statSync(path, {throwIfNoEntry: false})
  return found?.isDirectory() ? `${found.ino} ${found.birthtimeMs}` : undefined
}

/** The paths to watch; includes the whole source if a service does not declare its paths. */
function watchedPaths(source: string, services: readonly BuildableService[]): string[] {
  const paths = services.flatMap(({build: {watches = ['.']}}) => watches)
  return [...new Set(paths.map((path) => join(source, path)))]
}

/** Hidden files, installed packages and temporary files of editors. */
export function isIgnored(name: string): boolean {
  return name.startsWith('.') || name === 'node_modules' || /~$|^#.*#$|\.(swp|swx|tmp)$|^4913$/.test(name)
}

function ready(watcher: FSWatcher): Promise<void> {
  return new Promise((resolve, reject) => void watcher.once('ready', resolve).once('error', reject))
}

function explain(error: unknown): unknown {
  const {code, message} = error as NodeJS.ErrnoException
  if (code !== 'ENOSPC' && code !== 'EMFILE') return error
  return new RdeError(`The source cannot be watched: ${message}.`, {
    code: 'RDE_WATCH_LIMIT',
    exitCode: exitCodes.failed,
    remedies: [
      {
        what: 'Let more files be watched',
        command: 'sudo sysctl fs.inotify.max_user_watches=524288 fs.inotify.max_user_instances=512',
      },
    ],
    outcome: 'The cluster is unchanged.',
  })
}
