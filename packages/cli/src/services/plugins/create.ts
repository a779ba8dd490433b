import {existsSync} from 'node:fs'
import {copyFile, readdir, readFile, writeFile} from 'node:fs/promises'
import {dirname, join, resolve} from 'node:path'

import {makeFolder} from '@rde/config/files/make-folder'
import {shippedFile} from '@rde/config/files/shipped-file'
import {exitCodes, RdeError} from '@rde/errors'

export interface CreateOptions {
  /** `orders`, `rde-orders` or `@team/rde-orders`. */
  readonly name: string
  readonly folder?: string | undefined
}

export interface CreatedExtension {
  /** The name of the package. */
  readonly name: string
  readonly folder: string
  /** The first word of its commands. */
  readonly topic: string
  readonly files: readonly string[]
}

/** Writes a working extension into a new folder. */
export async function createExtension({name, ...options}: CreateOptions): Promise<CreatedExtension> {
  const {packageName, topic} = namesFor(name)
  const folder = resolve(options.folder ?? packageName.replace(/^.*\//, ''))
  if (existsSync(folder)) throw folderTaken(folder, name)
  const skeleton = shippedFile('skeleton', import.meta.url)
  const files = (await readdir(skeleton, {recursive: true, withFileTypes: true}))
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(skeleton.length + 1))
  const filled = (text: string) => text.replaceAll('PACKAGE', packageName).replaceAll('TOPIC', topic)
  for (const file of files) {
    // npm omits dotfiles from packages, and reads a package.json wherever it finds one.
    const path = join(folder, filled(file.replace(/^_/, '.').replace(/\.template$/, '')))
    makeFolder(dirname(path))
    await writeFile(path, filled(await readFile(join(skeleton, file), 'utf8')))
  }
  makeFolder(join(folder, 'types'))
  await copyFile(shippedFile('types/index.d.ts', import.meta.url), join(folder, 'types/rde.d.ts'))
  return {name: packageName, folder, topic, files}
}

function namesFor(name: string): {packageName: string; topic: string} {
  const [, scope = '', plain = ''] = /^(@[a-z0-9][\w.-]*\/)?([a-z0-9][a-z0-9-]*)$/.exec(name) ?? []
  if (plain === '') {
    throw new RdeError(`"${name}" is not the name of a package: use small letters, digits and dashes.`, {
      code: 'RDE_USAGE',
      exitCode: exitCodes.usage,
      outcome: 'Nothing was written.',
      remedies: [{what: 'For example', command: 'rde plugins create orders'}],
    })
  }
  const topic = plain.replace(/^rde-/, '')
  return {packageName: `${scope}rde-${topic}`, topic}
}

function folderTaken(folder: string, name: string): RdeError {
  return new RdeError(`${folder} exists already.`, {
    code: 'RDE_FILE_EXISTS',
    exitCode: exitCodes.usage,
    outcome: 'Nothing was written.',
    remedies: [
      {what: 'Choose another folder', command: `rde plugins create ${name} --folder ./${name.replace(/.*\//, '')}-2`},
    ],
  })
}
