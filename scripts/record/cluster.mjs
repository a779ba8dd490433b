// node scripts/record/cluster.mjs: plays every scene of a cluster's life with the built rde and real Docker, k3d and
// kubectl, under the name below, and writes the scrubbed output of the tools to test/recordings. Takes some minutes.
import {spawn, spawnSync} from 'node:child_process'
import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {createServer} from 'node:net'
import {tmpdir} from 'node:os'
import {delimiter, join} from 'node:path'
import {setTimeout as pause} from 'node:timers/promises'
import {fileURLToPath} from 'node:url'

import {Journal} from './journal.mjs'
import {saveRecordings} from './save-recordings.mjs'

const cluster = 'rde-test-acc'
const root = fileURLToPath(new URL('../..', import.meta.url))
const home = mkdtempSync(join(tmpdir(), 'rde-record-'))
const journal = new Journal()
const env = {
  HOME: home,
  PATH: `${journal.bin}${delimiter}${process.env.PATH}`,
  RDE_CLUSTER: cluster,
  ...pick('DOCKER_HOST', 'K3D_IMAGE_LOADBALANCER', 'K3D_IMAGE_TOOLS'),
}
const versions = {
  docker: versionOf('docker', ['--version']),
  k3d: versionOf('k3d', ['version']),
  kubectl: versionOf('kubectl', ['version', '--client']),
}
const folder = join(root, 'test/recordings')

mkdirSync(join(home, '.config/rde'), {recursive: true})
writeFileSync(join(home, '.config/rde/defaults.json'), '{"stack": {"profile": "bare"}}')

try {
  await playAll()
} finally {
  rde('cluster', 'delete', '--yes')
  journal.remove()
  rmSync(home, {recursive: true, force: true})
}

async function playAll() {
  scene('no-docker', () => rdeWith({DOCKER_HOST: 'unix:///nowhere/docker.sock'}, 'cluster', 'status'))
  scene('absent', () => rde('cluster', 'start', '--dry-run'))
  await withTakenPort(() => scene('create-fails', () => rde('cluster', 'start', '--skip', 'preflight'), {whole: true}))
  await halfMade()
  scene('create', () => rde('cluster', 'start'))
  scene('running', () => rde('cluster', 'start'))
  scene('paused', () => (docker('pause', `k3d-${cluster}-agent-1`), rde('cluster', 'status')))
  scene('unpause', () => rde('cluster', 'start'))
  scene('api-silent', () => (docker('stop', '-t', '1', `k3d-${cluster}-serverlb`), rde('cluster', 'status')))
  scene('start-nodes', () => rde('cluster', 'start'))
  scene('agent-missing', () => (docker('rm', '-f', `k3d-${cluster}-agent-0`), rde('cluster', 'status')))
  scene('add-agent', () => rde('cluster', 'start'))
  scene('agent-added', () => rde('cluster', 'start'))
  scene('registry-missing', () => (docker('rm', '-f', `${cluster}-registry.localhost`), rde('cluster', 'status')))
  scene('restore-registry', () => rde('cluster', 'start'))
  scene('stop', () => rde('cluster', 'stop'), {whole: true})
  scene('stopped', () => rde('cluster', 'status'))
  scene('start', () => rde('cluster', 'start'))
  scene('server-missing', () => (docker('rm', '-f', `k3d-${cluster}-server-0`), rde('cluster', 'status')))
  scene('delete', () => rde('cluster', 'delete', '--yes'), {whole: true})
}

/** The state after a kill -9 of rde and its k3d in the middle of a create. */
async function halfMade() {
  const child = spawn(process.execPath, bin('cluster', 'start'), {env, stdio: 'ignore', detached: true})
  while (!docker('ps', '--all', '--filter', `name=k3d-${cluster}-agent-0`, '--quiet')) await pause(100)
  process.kill(-child.pid, 'SIGKILL')
  await pause(500)
  scene('half-made', () => rde('cluster', 'status'))
  scene('clear', () => rde('cluster', 'start', '--skip', 'preflight', '--skip', 'nodes-ready'), {whole: true})
  rde('cluster', 'delete', '--yes')
}

async function withTakenPort(play) {
  rde('config', 'set', 'cluster.agents', '2')
  const {stdout} = rde('config', 'get', 'cluster.apiPort')
  const server = createServer().listen(Number(stdout), '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  play()
  server.close()
}

/** Plays one scene and saves the calls of tools in it; earlier calls are dropped. */
function scene(name, play, {whole = false} = {}) {
  journal.take()
  const {status} = play()
  saveRecordings(journal.take(), {scene: name, whole, folder, versions, cluster, home})
  console.log(`${name}: exit code ${status}`)
}

function rde(...args) {
  return rdeWith({}, ...args)
}

function rdeWith(more, ...args) {
  return spawnSync(process.execPath, bin(...args), {
    env: {...env, ...more},
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  })
}

function bin(...args) {
  return [join(root, 'dist/bin/run.js'), ...args]
}

function docker(...args) {
  return spawnSync('docker', args, {encoding: 'utf8'}).stdout
}

function versionOf(tool, args) {
  return /v?(\d+\.\d+\.\d+)/.exec(spawnSync(tool, args, {encoding: 'utf8'}).stdout)[1]
}

function pick(...names) {
  return Object.fromEntries(names.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])))
}
