import {readFile} from 'node:fs/promises'
import {homedir} from 'node:os'
import {join} from 'node:path'

/**
 * Variables that exclude the metadata API from the proxy: Docker's client passes the proxies of its configuration to
 * every container. Hosts that the configuration excludes stay excluded.
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
    // Docker itself reports problems with its file.
    return undefined
  }
}
