import {execFileSync} from 'node:child_process'
import {existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'

import {ourSources} from '../our-sources.mjs'

const mostBytes = 25e6

const root = fileURLToPath(new URL('../..', import.meta.url))

const documents = ['LICENSE', 'README.md', 'THIRD-PARTY-LICENSES.txt', 'bill-of-materials.cdx.json']

/** Files without which rde would start, but fail later: those read at run time, and those that oclif loads. */
function neededFiles({hooks, helpClass}) {
  const sources = ourSources(root).filter((path) => !path.endsWith('.test.ts'))
  const read = sources.flatMap((path) =>
    [...readFileSync(join(root, path), 'utf8').matchAll(/shippedFile\('([^']+)'/g)].map(([, name]) => name),
  )
  const loaded = [helpClass, ...Object.values(hooks).flat()].map((path) => `${path.replace('./', '')}.js`)
  const stack = readdirSync(join(root, 'packages/stack/stack'), {recursive: true}).map((name) => `stack/${name}`)
  return [...new Set([...documents, 'oclif.manifest.json', ...read, ...loaded, ...stack])]
}

/** Installs the package into a temporary folder, checks its files and starts it. Throws with all problems. */
export async function checkTarball(tarball) {
  const prefix = mkdtempSync(join(tmpdir(), 'rde-installed-'))
  try {
    // Offline: the tarball must be complete.
    const args = ['install', '--global', '--offline', '--prefix', prefix, tarball, '--no-audit', '--no-fund']
    execFileSync('npm', args, {stdio: ['ignore', 'ignore', 'inherit']})
    const problems = [...problemsIn(join(prefix, 'lib/node_modules/rde')), ...problemsOfStart(prefix)]
    if (problems.length > 0) throw new Error(`The package is not right:\n  ${problems.join('\n  ')}`)
  } finally {
    rmSync(prefix, {recursive: true, force: true})
  }
}

function problemsIn(folder) {
  const files = readdirSync(folder, {recursive: true}).map(String)
  const bytes = files.reduce((sum, name) => sum + statSync(join(folder, name)).size, 0)
  const {dependencies, scripts, oclif} = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  // The templates of `plugins create` have their own test.
  const ours = files.filter((name) => !name.endsWith('.template'))
  const foreign = ours.filter((name) => /node_modules|\.test\.|\.node$|\.map$|testing\//.test(name))
  return [
    ...neededFiles(oclif)
      .filter((name) => !files.includes(name))
      .map((name) => `${name} is missing`),
    ...foreign.map((name) => `${name} does not belong in it`),
    ...(dependencies ? ['it has dependencies'] : []),
    ...(scripts ? ['it has scripts'] : []),
    ...(bytes > mostBytes ? [`it takes ${bytes} bytes; at most ${mostBytes} are allowed`] : []),
  ]
}

function problemsOfStart(prefix) {
  const home = join(prefix, 'home')
  const installed = join(prefix, 'lib/node_modules/rde')
  // Nothing on PATH: rde must start without any tool.
  const env = {HOME: home, PATH: '/nonexistent'}
  const run = (...words) => execFileSync(process.execPath, [join(prefix, 'bin/rde'), ...words], {env, encoding: 'utf8'})
  const {commit} = JSON.parse(run('version', '--json'))
  const listed = Object.keys(JSON.parse(readFileSync(join(installed, 'oclif.manifest.json'), 'utf8')).commands)
  const hasFile = (id) =>
    ['', '/index'].some((end) => existsSync(join(installed, 'commands', `${id.replaceAll(':', '/')}${end}.js`)))
  const absent = listed.filter((id) => !hasFile(id))
  const help = run('--help')
  return [
    ...(listed.length > 0 ? [] : ['the manifest lists no command']),
    ...absent.map((id) => `the command ${id} is listed, but has no file`),
    ...(commit ? [] : ['rde version does not name the commit']),
    ...['cluster', 'images', 'workflow'].filter((topic) => !help.includes(topic)).map((topic) => `no topic ${topic}`),
  ]
}
