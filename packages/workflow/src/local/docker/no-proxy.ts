import {readFile} from 'node:fs/promises'
import {homedir} from 'node:os'
import {join} from 'node:path'

/**
 * The variables that keep a step from asking a proxy for the metadata API: Docker's client gives every container the proxies
 * of its own configuration. What that excludes from the proxy stays excluded.
 */
export async function noProxyFor(
  host: string,
  environment: Readonly<Record<string, string>>,
): Promise<Readonly<Record<string, string>>> {
  const folder = environment['DOCKER_CONFIG'] ?? join(environment['HOME'] ?? homedir(), '.docker')
  const hosts = [await configured(join(folder, 'config.json')), host].filter(Boolean).join(',')
  return {NO_PROXY: hosts, no_proxy: hosts}
}

async function configured(path: string): Promise<string | undefined> {
  try {
    const {proxies} = JSON.parse(await readFile(path, 'utf8')) as {proxies?: {default?: {noProxy?: string}}}
    return proxies?.default?.noProxy
  } catch {
    // Docker itself says what is wrong with its file.
    return undefined
  }
}
