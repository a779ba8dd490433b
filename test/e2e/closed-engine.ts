import {spawn, spawnSync, type ChildProcess} from 'node:child_process'
import {existsSync, mkdtempSync, openSync, rmSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {setTimeout as sleep} from 'node:timers/promises'

import {docker} from './docker.js'

const namespace = 'rde-test-offline'

/** Why this machine cannot run one. */
export function closedEngineProblem(): string | undefined {
  if (process.geteuid?.() !== 0) return 'only root can close a network'
  const missing = ['dockerd', 'ip', 'nsenter'].find((name) => spawnSync('which', [name]).status !== 0)
  return missing && `there is no ${missing}`
}

/**
 * A second Docker engine without images, in a network namespace with its own loopback interface and no way out: processes
 * in it reach only the containers of this engine.
 */
export class ClosedEngine {
  /** Prefixes a command to run it in the namespace. */
  readonly within = ['nsenter', `--net=/var/run/netns/${namespace}`]
  // Not in /tmp, which may be in memory.
  readonly #folder = mkdtempSync('/var/lib/rde-test-offline-')
  #engine: ChildProcess | undefined

  get address(): string {
    return `unix://${join(this.#folder, 'docker.sock')}`
  }

  async start(): Promise<void> {
    removeNamespace()
    run('ip', 'netns', 'add', namespace)
    run(...this.within, 'ip', 'link', 'set', 'lo', 'up')
    const settings = join(this.#folder, 'daemon.json')
    writeFileSync(settings, JSON.stringify(usualRuntimes()))
    const at = (name: string) => join(this.#folder, name)
    const log = openSync(at('log'), 'w')
    const [program = '', ...words] = [...this.within, 'dockerd', '--config-file', settings]
    const places = [
      '--data-root',
      at('data'),
      '--exec-root',
      at('exec'),
      '--pidfile',
      at('pid'),
      '--host',
      this.address,
    ]
    this.#engine = spawn(program, [...words, ...places], {stdio: ['ignore', log, log]})
    const answers = () => spawnSync('docker', ['--host', this.address, 'info'], {stdio: 'ignore'}).status === 0
    while (!answers()) {
      if (this.#engine.exitCode !== null) throw new Error(`dockerd ended; see ${at('log')}`)
      await sleep(500)
    }
  }

  async stop(): Promise<void> {
    const engine = this.#engine
    if (engine?.exitCode === null) {
      const ended = new Promise((resolve) => engine.once('exit', resolve))
      engine.kill()
      await ended
    }
    removeNamespace()
    rmSync(this.#folder, {recursive: true, force: true})
  }
}

/** Removes the namespace of a killed test run, with its processes. */
function removeNamespace(): void {
  if (!existsSync(`/var/run/netns/${namespace}`)) return
  const processes = spawnSync('ip', ['netns', 'pids', namespace], {encoding: 'utf8'}).stdout
  for (const id of processes.split('\n').filter((line) => line !== '')) process.kill(Number(id))
  run('ip', 'netns', 'delete', namespace)
}

/** The engine of this machine may use another container runtime. */
function usualRuntimes(): object {
  const format = '{"default-runtime":{{json .DefaultRuntime}},"runtimes":{{json .Runtimes}}}'
  const usual = JSON.parse(docker('info', '--format', format)) as {runtimes: Record<string, {path: string}>}
  const own = Object.entries(usual.runtimes).filter(([, {path}]) => path?.startsWith('/'))
  return own.length === 0 ? {} : {...usual, runtimes: Object.fromEntries(own)}
}

function run(...[program = '', ...words]: readonly string[]): void {
  const {status, stderr} = spawnSync(program, words, {encoding: 'utf8'})
  if (status !== 0) throw new Error(`${program} ${words.join(' ')}: ${stderr}`)
}
