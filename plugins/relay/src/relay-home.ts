import {randomBytes} from 'node:crypto'
import {readdir, rm, rmdir, writeFile} from 'node:fs/promises'
import {join} from 'node:path'

import {makeFolder, privateMode} from '@rde/config/files/make-folder'
import {fileFailed} from '@rde/config/store/config-errors'
import {processStartTime} from '@rde/process-runner/environment/process-identity'

/** The service that the relay CLI connects to. */
export interface RelayService {
  readonly url: string
  readonly token: string
  /** The URL of printed links; the service itself unless given. */
  readonly page?: string
}

/** For calls that need no service: an address where nothing listens. */
export const noService: RelayService = {url: 'http://127.0.0.1:1', token: 'none'}

/** The variables that make a folder the home of the relay CLI. */
export type HomeEnvironment = Readonly<Record<string, string | undefined>>

/**
 * Gives one call of the relay CLI a separate home with a context of rde instead of the user's, and removes it when the
 * call has ended. `homes` is the folder with the homes of all concurrent calls.
 */
export async function inRelayHome<Result>(
  homes: string,
  service: RelayService,
  call: (environment: HomeEnvironment) => Promise<Result>,
): Promise<Result> {
  const home = await makeHome(homes, service)
  try {
    const [result] = await Promise.all([call(environmentOf(home)), sweepHomes(homes)])
    return result
  } finally {
    await rm(home, {recursive: true, force: true})
    // Fails while another call has its home there.
    await rmdir(homes).catch(() => {})
  }
}

/** Named after our pid, so that later calls can tell whether it is still in use. */
async function makeHome(homes: string, service: RelayService): Promise<string> {
  const home = join(homes, `${process.pid}-${randomBytes(6).toString('hex')}`)
  const folder = join(configHome(home), 'relay')
  try {
    makeFolder(folder, privateMode)
    await writeFile(join(folder, 'config.yaml'), config(service), {mode: 0o600, flag: 'wx'})
    return home
  } catch (error) {
    throw fileFailed('write', folder, error)
  }
}

/** Removes the homes of killed calls. */
async function sweepHomes(homes: string): Promise<void> {
  const names = await readdir(homes).catch(() => [])
  for (const name of names.filter(isOrphan)) {
    // Another call may be removing it as well.
    await rm(join(homes, name), {recursive: true, force: true}).catch(() => {})
  }
}

function isOrphan(name: string): boolean {
  const pid = /^(\d+)-[0-9a-f]{12}$/.exec(name)?.[1]
  return pid !== undefined && processStartTime(Number(pid)) === undefined
}

/** Unsets RELAY_CONTEXT, which would choose another context. */
function environmentOf(home: string): HomeEnvironment {
  return {
    XDG_CONFIG_HOME: configHome(home),
    XDG_DATA_HOME: join(home, 'data'),
    XDG_CACHE_HOME: join(home, 'cache'),
    RELAY_CONTEXT: undefined,
  }
}

function configHome(home: string): string {
  return join(home, 'config')
}

/** JSON is valid YAML. The CLI crashes if one of the domains is missing. */
function config({url, token, page = url}: RelayService): string {
  const context = {apiDomain: url, uiDomain: page, webDomain: page, auth: {tokens: {api: token}}}
  return `${JSON.stringify({context: 'rde', contexts: {rde: context}}, undefined, 2)}\n`
}
