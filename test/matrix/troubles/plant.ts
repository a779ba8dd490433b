import {execFileSync} from 'node:child_process'
import {mkdirSync, writeFileSync} from 'node:fs'
import {createServer, type AddressInfo, type Server} from 'node:net'
import {join} from 'node:path'

import {recordedCall} from '@rde/process-runner/testing'

import type {CliHarness} from '../../acceptance/cli-harness.js'
import {freePorts} from '../../acceptance/free-ports.js'

export type Environment = Readonly<Record<string, string>>

/** A machine with one problem. */
export interface Trouble {
  readonly name: string
  /** Why the test is skipped, if the problem cannot be created here. */
  readonly unless?: string | false | undefined
  /** Creates the problem; resolves with environment variables. */
  plant(cli: CliHarness): unknown
  readonly code: string
  /** The expected message and the first remedy. */
  readonly says: RegExp
  readonly remedy: RegExp
  /** Whether `--fix` fixes it: then nothing is found afterwards. */
  readonly mended?: true
}

export const asRoot = process.getuid?.() !== 0 && 'only root can do that'
export const nobody = 65534

export const info = JSON.parse(recordedCall('docker machine.info').stdout) as object
export const dockerInfoShows = (cli: CliHarness, changes: object) =>
  void cli.tools.always('docker', /^info /, {stdout: `${JSON.stringify({...info, ...changes})}\n`})
export const engineFails = (cli: CliHarness, stderr: string) =>
  void cli.tools.always('docker', /^info /, {stderr: `${stderr}\n`, exitCode: 1})
export const engineAt = (cli: CliHarness, address: string) => {
  const host = JSON.stringify([{Name: 'x', Endpoints: {docker: {Host: address}}}])
  cli.tools.always('docker', /^context inspect/, {stdout: host})
}
export const makeTestFolder = (cli: CliHarness, ...path: string[]) => {
  const folder = join(cli.home, ...path)
  mkdirSync(folder, {recursive: true, mode: 0o700})
  return folder
}
/** Writes the config.json of a cluster that was never started, with free ports unless given. */
export const configure = async (cli: CliHarness, {cluster, stack}: {cluster?: object; stack?: object}) =>
  cli.write(
    'config.json',
    JSON.stringify({
      version: 1,
      cluster: {...(await freePorts()), ...cluster},
      stack: {profile: 'bare', ...stack},
    }),
  )
export const writeLock = (cli: CliHarness, holder: object) => {
  makeTestFolder(cli, '.local/share/rde/clusters')
  const record = {command: 'rde cluster start', children: [], ...holder}
  writeFileSync(`${cli.folder}.lock`, JSON.stringify({holder: record}), {mode: 0o600})
}
export const extension = (cli: CliHarness, contribute: string) => {
  const folder = makeTestFolder(cli, 'rde-plugin-bad')
  const oclif = {hooks: {'rde:contribute': './contribute.js'}}
  const manifest = {name: 'rde-plugin-bad', version: '1.0.0', type: 'module', oclif}
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest))
  writeFileSync(join(folder, 'contribute.js'), `export default async () => ${contribute}`)
  return cli.rde('plugins', 'link', folder, '--no-install').then(() => {})
}
/** The folder of a run whose process does not exist. */
export const runOfMissingProcess = 'rde-run-4194303-1-0123456789ab'

/** Servers of this test: a proxy that answers, a program that uses our port. */
export const servers: Server[] = []
export const listen = async (port = 0) => {
  const server = createServer().listen(port, '127.0.0.1')
  servers.push(server)
  await new Promise<void>((resolve) => server.once('listening', () => resolve()))
  return (server.address() as AddressInfo).port
}

export const mounts: string[] = []
export const tiny = (cli: CliHarness, options: string) => {
  const folder = makeTestFolder(cli, 'docker-data')
  execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', folder])
  mounts.push(folder)
  dockerInfoShows(cli, {DockerRootDir: folder})
}
export const withoutMount = (() => {
  try {
    execFileSync('unshare', ['--mount', 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt'], {stdio: 'ignore'})
    return undefined
  } catch {
    return 'nothing can be mounted here'
  }
})()

export const cannotConnect = (address: string) =>
  `Cannot connect to the Docker daemon at ${address}. Is the docker daemon running?`
