import {spawnSync} from 'node:child_process'
import {existsSync, mkdirSync, readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'

import {bin} from '../acceptance/rde-process.js'
import type {User} from '../e2e/user.js'
import {program, type Contestant} from './measure.js'
import {installScript} from './stack-by-hand.js'

/** A folder for `--stack` with everything that the profile core needs; its images are in Docker. */
const folder = process.env['RDE_E2E_STACK']

/** Profile core: from nothing, with a filled registry, beside the same tools one after another; and after a stop. */
export function stackBenches(user: User, createByHand: () => string) {
  if (folder === undefined || !existsSync(folder)) {
    console.log('bench stack: left out, RDE_E2E_STACK names no folder for --stack')
    return []
  }
  const env = {PATH: process.env['PATH'], HOME: user.home, TMPDIR: user.temporary, RDE_CLUSTER: user.cluster}
  const start = ['cluster', 'start', '--profile', 'core', '--stack', folder]
  const rde = (...args: string[]) => program(process.execPath, [bin, ...args], env)
  const remove = rde('cluster', 'delete', '--yes', '--keep-cache')
  const script = join(user.temporary, 'stack-by-hand.sh')
  return [
    {
      name: 'stack',
      title: 'profile core from nothing with a filled registry; at most 0.7 of the time by hand is wanted',
      rounds: 2,
      async contestants(): Promise<Contestant[]> {
        await rde(...start)()
        const values = join(user.temporary, 'values')
        mkdirSync(values, {recursive: true})
        for (const name of ['vault', 'relay-core'])
          writeFileSync(join(values, `${name}.yaml`), readFileSync(join(user.folder, 'values', `${name}.yaml`)))
        const installing = await installScript({stack: folder, values, env, config: readConfig(user)})
        await remove()
        writeFileSync(script, `set -e\n${createByHand()}\n${installing}`)
        return [
          {name: 'one tool after another', run: runPhases('/bin/bash', [script], env), cleanUp: remove},
          {name: 'rde cluster start', run: runPhases(process.execPath, [bin, ...start], env), cleanUp: remove},
        ]
      },
    },
    {
      name: 'restart',
      title: 'a run of one step after a stop and a start of profile core; at most 20 s are wanted',
      rounds: 3,
      async contestants(): Promise<Contestant[]> {
        await rde(...start)()
        await rde('images', 'import', 'alpine:3.16')()
        const file = join(user.temporary, 'one-step.yaml')
        writeFileSync(file, oneStep)
        const prepare = async () => {
          await rde('cluster', 'stop')()
          await rde('cluster', 'start')()
        }
        return [{name: 'rde workflow run', run: rde('workflow', 'run', file, '--follow'), prepare}]
      },
      end: remove,
    },
  ]
}

const oneStep = 'steps: [{name: one, image: "alpine:3.16", input: [echo hello]}]\n'

function readConfig(user: User): unknown {
  return JSON.parse(readFileSync(user.configFile, 'utf8'))
}

/** Runs a program that must succeed, and shows the lines that begin with a time: those of the phases. */
function runPhases(file: string, args: readonly string[], env: NodeJS.ProcessEnv): () => Promise<void> {
  return async () => {
    const {status, stdout, stderr} = spawnSync(file, args, {env, stdio: ['ignore', 'pipe', 'pipe'], encoding: 'utf8'})
    const lines = `${stdout}${stderr}`.split('\n')
    if (status !== 0) throw new Error(`${file}: ${lines.slice(-20).join('\n')}`)
    for (const line of lines.filter((one) => /: (done|unchanged), |ready after|^by hand/.test(one)))
      console.log(`  ${line.trim()}`)
  }
}
