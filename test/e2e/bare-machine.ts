import {spawnSync} from 'node:child_process'
import {createHash} from 'node:crypto'
import {copyFileSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync} from 'node:fs'
import {symlinkSync, writeFileSync} from 'node:fs'
import {createServer, type Server} from 'node:http'
import type {AddressInfo} from 'node:net'
import {homedir} from 'node:os'
import {basename, dirname, join} from 'node:path'

import {managedToolNames, type ManagedTool} from '@rde/toolchain/managed-tools/fetched-tool'
import {thisPlatform, toolDownload} from '@rde/toolchain/managed-tools/managed-tools'
import {create} from 'tar'

import {runProgram, type Ended} from '../acceptance/rde-process.js'

/** The programs of a machine with Node, git and Docker: a shell with the usual small programs, and these. */
const programs = [
  ...['sh', 'env', 'ls', 'cat', 'cp', 'mv', 'rm', 'ln', 'mkdir', 'chmod', 'find', 'sed', 'grep', 'dirname', 'basename'],
  ...['readlink', 'uname', 'nproc', 'tar', 'gzip', 'touch', 'id', 'node', 'git', 'docker'],
]

/** Why this machine cannot provide a bare machine. */
export function bareMachineProblem(): string | undefined {
  if (process.geteuid?.() !== 0) return 'only root can change the root folder'
  const wanted = [...programs, 'npm', 'k3d', 'kubectl', 'helm', 'unshare', 'chroot']
  const missing = wanted.find((name) => pathOf(name) === undefined)
  return missing && `there is no ${missing}`
}

/**
 * A root folder with Node, npm, git and the docker client, the socket of the engine, and the network of this machine.
 * Each command has its own mount namespace, so nothing stays mounted.
 */
export class BareMachine {
  readonly root = mkdtempSync('/var/lib/rde-test-bare-')
  readonly #mounts = ['/usr/lib', '/usr/share', '/usr/include', '/etc', '/dev', '/proc', '/sys', '/var/run/docker.sock']

  constructor(shown: Readonly<Record<string, string>>) {
    for (const folder of ['usr/bin', 'root', 'tmp', 'var']) mkdirSync(join(this.root, folder), {recursive: true})
    for (const folder of ['bin', 'lib', 'lib64']) symlinkSync(`usr/${folder}`, join(this.root, folder))
    for (const name of programs) copyFileSync(realpathSync(pathOf(name)!), join(this.root, 'usr/bin', name))
    // Not the npm that is first on PATH in an npm script.
    symlinkSync(realpathSync(join(dirname(process.execPath), 'npm')), join(this.root, 'usr/bin/npm'))
    const npmSettings = join(homedir(), '.npmrc')
    if (existsSync(npmSettings)) copyFileSync(npmSettings, join(this.root, 'root/.npmrc'))
    if (existsSync('/usr/lib64')) this.#mounts.push('/usr/lib64')
    for (const [path, folder] of Object.entries(shown)) this.#shown.push([folder, path])
  }

  readonly #shown: [string, string][] = []

  /** Runs a shell command line on the machine. */
  run(script: string, env: Readonly<Record<string, string>> = {}): Promise<Ended> {
    const pairs = [...this.#mounts.map((path) => [path, path]), ...this.#shown]
    const mounts = pairs.filter(([from]) => existsSync(from!)).map(([from, path]) => this.#mount(from!, path!))
    const inside = ['set -e', ...mounts, `exec chroot '${this.root}' /bin/sh -c "$1"`].join('\n')
    return runProgram('unshare', ['--mount', 'sh', '-c', inside, 'sh', script], {
      path: process.env['PATH'] ?? '',
      env: {PATH: '/usr/bin:/usr/sbin', HOME: '/root', ...networkSettings(), ...env},
      timeoutMs: 30 * 60_000,
    })
  }

  remove(): void {
    rmSync(this.root, {recursive: true, force: true})
  }

  #mount(from: string, path: string): string {
    const target = join(this.root, path)
    const made = from.endsWith('.sock') ? `mkdir -p '${dirname(target)}'; touch '${target}'` : `mkdir -p '${target}'`
    return `${made}; mount --rbind '${from}' '${target}'`
  }
}

/** The variables for the proxy and the certificates with which this machine reaches a package registry. */
function networkSettings(): Record<string, string> {
  const found = Object.entries(process.env).filter(([name]) => /^(NODE_EXTRA_CA_CERTS|.*_proxy)$/i.test(name))
  return Object.fromEntries(found as [string, string][])
}

/** A download mirror with the tools of this machine, which knows their sums. */
export class ToolMirror {
  readonly asked: string[] = []
  readonly #served = new Map<string, Buffer>()
  readonly #sums = new Map<string, string>()
  #server: Server | undefined

  async start(): Promise<string> {
    for (const name of managedToolNames) await this.#add(name)
    this.#server = createServer(({url = ''}, response) => {
      this.asked.push(basename(url))
      const content = this.#served.get(url)
      response.writeHead(content ? 200 : 404).end(content)
    })
    await new Promise<void>((resolve) => this.#server!.listen(0, '127.0.0.1', resolve))
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  /** Writes the sums of the served files to the table of a checkout: the originals are not available everywhere. */
  writeSums(checkout: string): void {
    const table = join(checkout, 'packages/toolchain/src/managed-tools/managed-tools.json')
    let text = readFileSync(table, 'utf8')
    for (const [published, own] of this.#sums) text = text.replace(published, own)
    writeFileSync(table, text)
  }

  stop(): void {
    this.#server?.close()
    this.#server?.closeAllConnections()
  }

  async #add(name: ManagedTool): Promise<void> {
    const {url, sha256, member} = toolDownload(name, thisPlatform())!
    const program = realpathSync(pathOf(name)!)
    const content = member === undefined ? readFileSync(program) : await archiveOf(program, member)
    this.#served.set(url.replace('https:/', ''), content)
    this.#sums.set(sha256, createHash('sha256').update(content).digest('hex'))
  }
}

async function archiveOf(program: string, member: string): Promise<Buffer> {
  const folder = mkdtempSync('/tmp/rde-archive-')
  mkdirSync(join(folder, dirname(member)), {recursive: true})
  cpSync(program, join(folder, member))
  await create({gzip: true, file: join(folder, 'archive.tgz'), cwd: folder}, [member])
  const content = readFileSync(join(folder, 'archive.tgz'))
  rmSync(folder, {recursive: true})
  return content
}

function pathOf(program: string): string | undefined {
  const {status, stdout} = spawnSync('sh', ['-c', `command -v ${program}`], {encoding: 'utf8'})
  return status === 0 ? stdout.trim() : undefined
}
