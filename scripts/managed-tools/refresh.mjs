// npm run managed-tools [-- k3d@5.9.1 …]: compares the sums of managed-tools.json with the published ones, and fails if
// they differ. For a given version, it writes the published sums. Uses proxies and RDE_DOWNLOAD_MIRROR.
import {readFileSync, writeFileSync} from 'node:fs'
import {fileURLToPath} from 'node:url'

import {httpClient} from '@rde/toolchain/download/http-client'
import {mirrored} from '@rde/toolchain/managed-tools/fetch-tool'
import {fill, managedToolsSchema, platforms} from '@rde/toolchain/managed-tools/managed-tools'

import {differences, sumIn} from './published-sums.mjs'

const file =
  process.env.RDE_MANAGED_TOOLS ??
  fileURLToPath(new URL('../../packages/toolchain/src/managed-tools/managed-tools.json', import.meta.url))
const http = httpClient()

try {
  const before = managedToolsSchema.parse(JSON.parse(readFileSync(file, 'utf8')))
  const table = managedToolsSchema.parse(before)
  for (const [name, version] of process.argv.slice(2).map((word) => word.split('@'))) table[name].version = version
  const published = Object.fromEntries(
    await Promise.all(Object.entries(table).map(async ([name, tool]) => [name, await publishedSums(tool)])),
  )
  for (const [name, tool] of Object.entries(table))
    if (tool.version !== before[name].version) tool.sha256 = published[name]
  const wrong = differences(table, published)
  if (wrong.length > 0) throw new Error(`Not what the projects publish:\n  ${wrong.join('\n  ')}`)
  writeFileSync(file, `${JSON.stringify(managedToolsSchema.parse(table), undefined, 2)}\n`)
  console.log(
    Object.entries(table)
      .map(([name, {version}]) => `${name} ${version}: as published`)
      .join('\n'),
  )
} catch (error) {
  console.error(error.message)
  process.exitCode = 1
} finally {
  await http.close()
}

/** Platform → sum. */
async function publishedSums({version, url, publishedSums: sums}) {
  const pairs = platforms.map(async (platform) => {
    const text = await read(fill(sums, version, platform))
    return [platform, sumIn(text, fill(url, version, platform).split('/').at(-1))]
  })
  return Object.fromEntries(await Promise.all(pairs))
}

async function read(url) {
  const response = await http.get(mirrored(url, process.env.RDE_DOWNLOAD_MIRROR))
  if (!response.ok) throw new Error(`${url} cannot be read: the server answered ${response.status}`)
  return response.text()
}
