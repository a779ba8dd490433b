import {randomBytes} from 'node:crypto'
import {readdir, rm, rmdir, writeFile} from 'node:fs/promises'
import {join} from 'node:path'

import {makeFolder, privateMode} from '@rde/config/files/make-folder'
import {fileFailed} from '@rde/config/store/config-errors'
import {processStartTime} from '@rde/process-runner/environment/process-identity'

/** The service that the relay CLI is to talk to. */
export interface RelayService {
  readonly url: string
  readonly token: string
  /** Where the links lead that it prints; to the service itself unless given. */
  readonly page?: string
}

/** What a call that needs no service is told: nobody is there. */
export const noService: RelayService = {url: 'http://127.0.0.1:1', token: 'none'}

/** What makes a folder the home of the relay CLI. */
export type HomeEnvironment = Readonly<Record<string, string | undefined>>

/**
 * Lends one call of the relay CLI a home of its own, in which it finds a context of ours instead of the user's; removed
 * when the call has ended. `homes` is where all calls have theirs, several at a time.
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
    // Not empty while another call is under way.
    await rmdir(homes).catch(() => {})
  }
}

/** Named by our pid, so that whoever comes later can tell whether it is still in use. */
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

/** Removes what calls left that were killed before they could. */
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

/** The CLI's own variable would choose another context. */
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

/** JSON is YAML too. The CLI crashes where one of the domains is missing. */
function config({url, token, page = url}: RelayService): string {
  const context = {apiDomain: url, uiDomain: page, webDomain: page, auth: {tokens: {api: token}}}
  return `${JSON.stringify({context: 'rde', contexts: {rde: context}}, undefined, 2)}\n`
}
