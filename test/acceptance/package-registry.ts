import {createHash} from 'node:crypto'
import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {createServer} from 'node:http'
import type {AddressInfo} from 'node:net'
import {tmpdir} from 'node:os'
import {join} from 'node:path'

import {create, extract} from 'tar'

interface Release {
  readonly version: string
  readonly archive: Buffer
}

/** An npm registry on this machine that serves the given packages, and answers 404 for every other name. */
export interface PackageRegistry {
  readonly address: string
  /** The paths that were answered with 404. */
  readonly missed: readonly string[]
  publish(name: string, version: string, archive: string): void
  close(): Promise<void>
}

/** `packages`: archives by name, of version 1.0.0. */
export async function servePackages(packages: Readonly<Record<string, readonly string[]>>): Promise<PackageRegistry> {
  const releases = new Map<string, Release[]>()
  for (const [name, archives] of Object.entries(packages))
    releases.set(
      name,
      archives.map((archive) => ({version: '1.0.0', archive: readFileSync(archive)})),
    )
  const missed: string[] = []
  const server = createServer((request, response) => {
    const path = decodeURIComponent(request.url ?? '')
    const found = [...releases].find(([name]) => path === `/${name}` || path.startsWith(`/${name}/-/`))
    if (found === undefined) {
      missed.push(path)
      response.writeHead(404, {'content-type': 'application/json'}).end('{"error": "Not found"}')
    } else if (path.endsWith('.tgz')) {
      const release = found[1].find(({version}) => path.endsWith(`-${version}.tgz`))
      response.writeHead(200, {'content-type': 'application/octet-stream'}).end(release?.archive)
    } else {
      const body = JSON.stringify(packument(found[0], found[1], `http://${request.headers.host}`))
      response.writeHead(200, {'content-type': 'application/json'}).end(body)
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const {port} = server.address() as AddressInfo
  return {
    address: `http://127.0.0.1:${port}`,
    missed,
    publish: (name, version, archive) =>
      void releases.get(name)!.push({version, archive: withVersion(archive, version)}),
    close: () => new Promise((resolve) => (server.close(() => resolve()), server.closeAllConnections())),
  }
}

function packument(name: string, releases: readonly Release[], address: string) {
  const versions = releases.map(({version, archive}) => {
    const integrity = `sha512-${createHash('sha512').update(archive).digest('base64')}`
    const tarball = `${address}/${name}/-/${name.replace(/.*\//, '')}-${version}.tgz`
    return [version, {name, version, dist: {tarball, integrity}}] as const
  })
  return {name, 'dist-tags': {latest: releases.at(-1)!.version}, versions: Object.fromEntries(versions)}
}

/** The archive with another version in its package.json. */
function withVersion(archive: string, version: string): Buffer {
  const folder = mkdtempSync(join(tmpdir(), 'rde-registry-'))
  try {
    extract({file: archive, cwd: folder, sync: true})
    const manifest = join(folder, 'package/package.json')
    const changed = {...(JSON.parse(readFileSync(manifest, 'utf8')) as object), version}
    writeFileSync(manifest, JSON.stringify(changed))
    create({file: join(folder, 'out.tgz'), cwd: folder, gzip: true, sync: true}, ['package'])
    return readFileSync(join(folder, 'out.tgz'))
  } finally {
    rmSync(folder, {recursive: true})
  }
}
