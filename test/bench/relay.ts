import {spawn} from 'node:child_process'
import {once} from 'node:events'
import {mkdirSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'

import {bin} from '../acceptance/rde-process.js'
import type {User} from '../e2e/user.js'
import {program, type Contestant} from './measure.js'

const service = fileURLToPath(new URL('relay-service.ts', import.meta.url))

/** The overhead of `rde relay`: the bridge, the home, and two calls of a kubectl that answers at once. */
export function relayBench(user: User) {
  const args = ['workflow', 'list']
  const inherited = {PATH: process.env['PATH'], HOME: user.home, TMPDIR: user.temporary}
  return {
    name: 'relay',
    title: 'rde relay workflow list beside the relay CLI; at most 400 ms more are wanted',
    rounds: 15,
    async contestants(): Promise<Contestant[]> {
      const env = {...inherited, RDE_CLUSTER: user.cluster, RDE_KUBECTL: fakeCluster(user)}
      return [
        {name: 'relay workflow list', run: program('relay', args, {...inherited, XDG_CONFIG_HOME: await serve()})},
        {name: 'rde relay workflow list', run: program(process.execPath, [bin, 'relay', ...args], env)},
        {name: 'rde relay version', run: program(process.execPath, [bin, 'relay', 'version'], env)},
      ]
    },
  }
}

/** A separate service for the CLI alone; it ends with us. */
async function serve(): Promise<string> {
  const child = spawn(process.execPath, ['--import', 'tsx', service], {stdio: ['ignore', 'pipe', 'inherit']})
  process.once('exit', () => child.kill())
  child.unref()
  const [line] = (await once(child.stdout, 'data')) as [Buffer]
  child.stdout.destroy()
  return line.toString().trim()
}

/** A fake kubectl that shows a cluster without workflows. */
function fakeCluster(user: User): string {
  mkdirSync(user.folder, {recursive: true})
  writeFileSync(join(user.folder, 'kubeconfig.yaml'), 'kind: Config\n')
  const kubectl = join(user.temporary, 'kubectl')
  writeFileSync(kubectl, `#!/bin/sh\necho '{"items": []}'\n`, {mode: 0o755})
  return kubectl
}
