import {createReadStream, createWriteStream} from 'node:fs'
import {rename, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {dirname, join} from 'node:path'
import {pipeline} from 'node:stream/promises'

import {makeFolder, privateMode} from '@rde/config/files/make-folder'
import {fileFailed} from '@rde/config/store/config-errors'
import {isDevice} from '@rde/config/files/is-device'
import {withScratchFolder} from '@rde/config/files/with-scratch-folder'
import {contributedSupportFiles, readVersions, type Session, type SupportFiles} from '@rde/plugin-kit'
import {create} from 'tar'

import {renderReport} from '../views/render-report.js'
import {examine, openDoctor, type DoctorOptions} from './doctor.js'
import {maskPatterns} from './mask-patterns.js'

export interface BundleOptions extends DoctorOptions {
  readonly installation: {readonly root: string; readonly rde: string; readonly platform: string}
  /** The path of the archive. */
  readonly file: string
}

export interface Bundle {
  readonly file: string
  /** The names of its files. */
  readonly names: readonly string[]
}

/** Writes one archive with everything that a bug report needs. Secrets are masked in every text. */
export async function writeSupportBundle(session: Session, options: BundleOptions): Promise<Bundle> {
  const {oclif, signal, installation, file} = options
  const {context} = await openDoctor(session, signal)
  const [versions, report, contributed] = await Promise.all([
    readVersions(session, installation),
    examine(session, {oclif, signal}),
    contributedSupportFiles(oclif, {config: context.planned, data: session.data}, context),
  ])
  const files: SupportFiles = {
    'versions.json': `${JSON.stringify(versions, undefined, 2)}\n`,
    'doctor.txt': `${renderReport(report, {all: true, fix: false})}\n`,
    'environment.txt': environment(),
    ...contributed,
  }
  const masked = Object.entries(files).map(([name, text]) => [name, maskPatterns(session.secrets.mask(text))] as const)
  await writeArchive(Object.fromEntries(masked), file)
  return {file, names: masked.map(([name]) => name).sort()}
}

/** Only variables that change what rde does. The values of proxy variables are omitted: they contain passwords. */
function environment(): string {
  const shown = /^(RDE_|DOCKER_|K3D_|NODE_|XDG_|TMPDIR$|LANG$|TERM$|CI$|PATH$|NO_PROXY$|no_proxy$)/
  const lines = Object.entries(process.env).flatMap(([name, value]) => {
    if (shown.test(name)) return `${name}=${value}`
    return /_proxy$/i.test(name) ? `${name}=(set)` : []
  })
  return `${lines.sort().join('\n')}\n`
}

async function writeArchive(files: SupportFiles, file: string): Promise<void> {
  const top = 'rde-support'
  await withScratchFolder(join(tmpdir(), 'rde-support-'), async (folder) => {
    try {
      for (const [name, text] of Object.entries(files)) {
        const path = join(folder, top, name)
        makeFolder(dirname(path), privateMode)
        await writeFile(path, text, {mode: 0o600})
      }
      const device = await isDevice(file)
      const made = device ? join(folder, 'made.tar.gz') : `${file}.${process.pid}`
      await create({gzip: true, file: made, cwd: folder, portable: true, mode: 0o600}, [top])
      if (device) await pipeline(createReadStream(made), createWriteStream(file))
      else await rename(made, file)
    } catch (error) {
      throw fileFailed('write', file, error)
    }
  })
}
