// npm run package [-- FOLDER]: packs rde as one tarball without dependencies, and checks it. Prints its path.
import {execFileSync} from 'node:child_process'
import {cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join, resolve} from 'node:path'
import {fileURLToPath} from 'node:url'

import {listCommands} from '../build/build.mjs'
import {bundle} from '../build/bundle.mjs'
import {billOfMaterials} from './bill-of-materials.mjs'
import {bundledPackages} from './bundled-packages.mjs'
import {checkTarball} from './check-tarball.mjs'
import {licenseTexts} from './license-texts.mjs'

const root = fileURLToPath(new URL('../..', import.meta.url))
const destination = resolve(process.argv[2] ?? join(root, 'build'))
const staging = mkdtempSync(join(tmpdir(), 'rde-package-'))

try {
  process.stderr.write('packing ...\n')
  await fill(staging)
  mkdirSync(destination, {recursive: true})
  const tarball = join(destination, pack(staging))
  await checkTarball(tarball)
  console.log(tarball)
} catch (error) {
  console.error(error.message)
  process.exitCode = 1
} finally {
  rmSync(staging, {recursive: true, force: true})
}

/** Builds a new bundle, since `dist` keeps chunks of earlier builds. */
async function fill(folder) {
  const packages = bundledPackages(await bundle(root, folder))
  listCommands(folder)
  for (const name of ['LICENSE', 'README.md']) cpSync(join(root, name), join(folder, name))
  const changes = join(root, 'packages/cli/CHANGELOG.md')
  if (existsSync(changes)) cpSync(changes, join(folder, 'CHANGELOG.md'))
  const write = (name, text) => writeFileSync(join(folder, name), text)
  write('build.json', `${JSON.stringify({commit: commit()})}\n`)
  write('bill-of-materials.cdx.json', billOfMaterials(folder, packages))
  write('THIRD-PARTY-LICENSES.txt', licenseTexts(packages))
}

/** Ends in `-dirty` if the sources differ from the commit; empty if git fails. */
function commit() {
  try {
    const args = ['-C', root, 'describe', '--always', '--exclude=*', '--abbrev=12', '--dirty']
    return execFileSync('git', args, {encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore']}).trim()
  } catch {
    return ''
  }
}

function pack(folder) {
  const args = ['pack', '--json', '--silent', '--pack-destination', destination]
  const [packed] = JSON.parse(execFileSync('npm', args, {cwd: folder, encoding: 'utf8'}))
  return packed.filename
}
