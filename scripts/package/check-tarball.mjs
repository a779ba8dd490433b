import {execFileSync} from 'node:child_process'
import {mkdtempSync, readdirSync, readFileSync, rmSync, statSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'

const mostBytes = 25e6

/** Without these rde would start, and fail later. */
const needed = [
  'LICENSE',
  'README.md',
  'THIRD-PARTY-LICENSES.txt',
  'bill-of-materials.cdx.json',
  'build.json',
  'oclif.manifest.json',
  'stack/stack.yaml',
  'no-cluster.kubeconfig.yaml',
]

/** Installs the package into a folder of its own, looks at what it brought, and starts it. Throws with all that is wrong. */
export async function checkTarball(tarball) {
  const prefix = mkdtempSync(join(tmpdir(), 'rde-installed-'))
  try {
    // From the tarball alone: nothing may have to be fetched.
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
  const {dependencies, scripts} = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  // What `plugins create` writes has a test of its own.
  const ours = files.filter((name) => !name.endsWith('.template'))
  const foreign = ours.filter((name) => /node_modules|\.test\.|\.node$|\.map$|testing\//.test(name))
  return [
    ...needed.filter((name) => !files.includes(name)).map((name) => `${name} is missing`),
    ...foreign.map((name) => `${name} does not belong in it`),
    ...(dependencies ? ['it has dependencies'] : []),
    ...(scripts ? ['it has scripts'] : []),
    ...(bytes > mostBytes ? [`it takes ${bytes} bytes; at most ${mostBytes} are allowed`] : []),
  ]
}

function problemsOfStart(prefix) {
  const home = join(prefix, 'home')
  // An empty PATH but for Node: rde starts with no tool at all.
  const env = {HOME: home, PATH: '/nonexistent'}
  const run = (...words) => execFileSync(process.execPath, [join(prefix, 'bin/rde'), ...words], {env, encoding: 'utf8'})
  const {commit} = JSON.parse(run('version', '--json'))
  const help = run('--help')
  return [
    ...(commit ? [] : ['rde version does not name the commit']),
    ...['cluster', 'images', 'workflow'].filter((topic) => !help.includes(topic)).map((topic) => `no topic ${topic}`),
  ]
}
