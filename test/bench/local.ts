import {spawnSync} from 'node:child_process'
import {mkdtempSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'

import {bin} from '../acceptance/rde-process.js'
import type {User} from '../e2e/user.js'
import {examplePath} from '../example-workflows.js'
import {program, type Contestant} from './measure.js'

const chain = 20

/** The overhead of a run without a cluster, compared with its steps alone. */
export function localBenches(user: User) {
  const folder = mkdtempSync(join(user.temporary, 'rde-bench-'))
  const env = {PATH: process.env['PATH'], HOME: user.home, TMPDIR: user.temporary, RDE_CLUSTER: user.cluster}
  const runFile = (name: string, on: string) => {
    return program(process.execPath, [bin, 'workflow', 'run', join(folder, name), '--on', on, '--yes', '-q'], env)
  }
  const rounds = (steps: number) => {
    const name = `chain-${steps}.yaml`
    writeFileSync(join(folder, name), chainOf(steps))
    return name
  }
  const bareDocker = () => {
    for (let step = 0; step < chain; step += 1)
      spawnSync('docker', ['run', '--rm', 'alpine:3.16', '/bin/sh', '-c', 'true'])
    return Promise.resolve()
  }
  const bareShell = () => {
    for (let step = 0; step < chain; step += 1) spawnSync('/bin/sh', ['-c', 'true'])
    return Promise.resolve()
  }
  return [
    {
      name: 'local-hello',
      title: 'rde workflow run hello.yaml --on host, beside rde version',
      rounds: 10,
      async contestants(): Promise<Contestant[]> {
        const hello = ['workflow', 'run', examplePath('hello'), '--on', 'host', '--yes', '-q']
        return [
          {name: 'rde version', run: program(process.execPath, [bin, 'version'], env)},
          {name: 'three steps', run: program(process.execPath, [bin, ...hello], env)},
        ]
      },
    },
    {
      name: 'local-host',
      title: `${chain} steps in a chain on the host, beside one and beside bare shells; at most 50 ms each are wanted`,
      rounds: 7,
      async contestants(): Promise<Contestant[]> {
        return [
          {name: 'one step', run: runFile(rounds(1), 'host')},
          {name: `${chain} steps`, run: runFile(rounds(chain), 'host')},
          {name: `${chain} bare shells`, run: bareShell},
        ]
      },
    },
    {
      name: 'local-lines',
      title: '200,000 lines of a step on a terminal, beside none; at most 1.5 times as long is wanted',
      rounds: 3,
      async contestants(): Promise<Contestant[]> {
        const lines = '- {name: count, image: "alpine:3.16", input: [seq 1 200000]}'
        writeFileSync(join(folder, 'lines.yaml'), `name: lines\nsteps:\n${lines}\n`)
        const words = [bin, 'workflow', 'run', join(folder, 'lines.yaml'), '--on', 'host', '--yes']
        const line = [process.execPath, ...words].map((word) => `'${word}'`).join(' ')
        return [
          {name: 'without a terminal', run: program(process.execPath, words, env)},
          {name: 'on a terminal', run: program('script', ['-qec', line, '/dev/null'], env)},
        ]
      },
    },
    {
      name: 'local-docker',
      title: `${chain} steps in a chain in Docker, beside bare docker runs; at most 150 ms more each are wanted`,
      rounds: 3,
      async contestants(): Promise<Contestant[]> {
        return [
          {name: `${chain} docker run`, run: bareDocker},
          {name: 'one step', run: runFile(rounds(1), 'docker')},
          {name: `${chain} steps`, run: runFile(rounds(chain), 'docker')},
        ]
      },
    },
  ]
}

function chainOf(steps: number): string {
  const all = Array.from({length: steps}, (_, index) => {
    const after = index === 0 ? '' : `, dependsOn: s${index - 1}`
    return `- {name: s${index}, image: "alpine:3.16", input: ["true"]${after}}\n`
  })
  return `name: chain\nsteps:\n${all.join('')}`
}
