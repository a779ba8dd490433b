import {cpSync, existsSync, mkdtempSync, readFileSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'

import {docker, lines} from './docker.js'

/** A copy of the folder in RDE_E2E_STACK, whose nodes need only images that Docker has. */
export function stackSources(): string | undefined {
  const given = process.env['RDE_E2E_STACK']
  if (given === undefined || !existsSync(given)) return undefined
  const folder = mkdtempSync(join(tmpdir(), 'rde-e2e-stack-'))
  cpSync(given, folder, {recursive: true})
  const file = join(folder, 'stack.yaml')
  const text = existsSync(file) ? readFileSync(file, 'utf8') : 'version: 1\nextends: builtin\n'
  const local = lines(docker('images', '--format', '{{.Repository}}:{{.Tag}}', 'rancher/*'))
  const onNodes = local.filter((name) => !name.startsWith('rancher/k3s:'))
  if (!text.includes('nodeImages:')) writeFileSync(file, `${text}nodeImages: ${JSON.stringify(onNodes)}\n`)
  return folder
}
