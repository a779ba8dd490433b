import {mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'

import {findProgram} from '@rde/process-runner'
import {recordedCall} from '@rde/process-runner/testing'

export const machineNames = ['nothing installed', 'only Docker', 'Docker dead', 'no network'] as const
export type MachineName = (typeof machineNames)[number]

/** Programs that workflow steps and rde may expect on any system. */
const systemPrograms = ['sh', 'cat', 'echo', 'env', 'grep', 'head', 'sleep', 'true', 'uname']

const refused = 'Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?'
const noName = 'dial tcp: lookup registry-1.docker.io: Temporary failure in name resolution'
const noServer = recordedCall('kubectl api-silent.get').stderr

/** Cases of a shell script: the first words of a call, and the commands to run. Any other call fails. */
type Cases = ReadonlyArray<readonly [words: string, line: string]>

/** An engine without containers and images that cannot reach a registry. */
const docker: Cases = [
  ['--version', answer('docker machine.version')],
  ['context inspect', answer('docker machine.context-inspect')],
  ['info', answer('docker machine.info')],
  ['ps', 'exit 0'],
  ['network ls', 'exit 0'],
  ['network create', 'echo 0123'],
  ['network inspect', 'echo 172.18.0.1'],
  ['network rm', 'exit 0'],
  ['container rm', 'exit 0'],
  ['rm ', 'exit 0'],
  ['volume ls', 'exit 0'],
  ['images', 'exit 0'],
  ['image ls', 'exit 0'],
  ['image inspect', failing('Error: No such image: of a test')],
  ['inspect', failing('Error: No such object: of a test')],
  ['run', failing(`docker: Error response from daemon: Get "https://registry-1.docker.io/v2/": ${noName}`, 125)],
  ['pull', failing(`Error response from daemon: Get "https://registry-1.docker.io/v2/": ${noName}`)],
  ['manifest inspect', failing(`Get "https://registry-1.docker.io/v2/": ${noName}`)],
]
const deadDocker: Cases = [
  ['--version', answer('docker machine.version')],
  ['context inspect', answer('docker machine.context-inspect')],
  ['', failing(refused)],
]
const others: Readonly<Record<string, Cases>> = {
  k3d: [
    ['version', answer('k3d machine.version')],
    ['cluster create', failing(`FATA[0000] Failed to pull image 'ghcr.io/k3d-io/k3d-tools:5.9.0': ${noName}`)],
    ['cluster delete', 'exit 0'],
  ],
  kubectl: [
    ['version --client', answer('kubectl machine.version')],
    ['', failing(noServer)],
  ],
  helm: [
    ['version', `echo 'v3.18.4+gd80839c'`],
    ['template', 'exit 0'],
    ['pull', failing(`Error: looks like "https://helm.releases.hashicorp.com" cannot be reached: ${noName}`)],
    ['', failing(`Error: Kubernetes cluster unreachable: ${noServer.trim().split('\n').at(-1)}`)],
  ],
}

/** Folders for PATH, one per kind of machine. Plain scripts, since they are fast and no calls are counted. */
export class Machines {
  readonly #root = mkdtempSync(join(tmpdir(), 'rde-machines-'))

  constructor() {
    this.#install('nothing installed', {})
    this.#install('only Docker', {docker})
    this.#install('Docker dead', {docker: deadDocker, ...others})
    this.#install('no network', {docker, ...others})
  }

  path(name: MachineName): string {
    return join(this.#root, name.replaceAll(' ', '-'))
  }

  remove(): void {
    rmSync(this.#root, {recursive: true})
  }

  #install(name: MachineName, tools: Readonly<Record<string, Cases>>): void {
    mkdirSync(this.path(name))
    for (const program of systemPrograms) symlinkSync(findProgram(program)!, join(this.path(name), program))
    for (const [tool, cases] of Object.entries(tools)) {
      writeFileSync(join(this.path(name), tool), script(tool, cases), {mode: 0o755})
    }
  }
}

function script(tool: string, cases: Cases): string {
  const lines = cases.map(([words, line]) => `  "${words}"*) ${line} ;;`)
  return [
    '#!/bin/sh',
    'case "$*" in',
    ...lines,
    `  *) echo "fake ${tool}: unexpected: $*" >&2; exit 97 ;;`,
    'esac',
    '',
  ].join('\n')
}

function answer(recording: string): string {
  return `cat <<'END'\n${recordedCall(recording).stdout.trimEnd()}\nEND\n`
}

function failing(text: string, exitCode = 1): string {
  return `cat >&2 <<'END'\n${text.trimEnd()}\nEND\n  exit ${exitCode}`
}
