// npm run fuzz [-- WORD… --inputs=N --seed=N]: gives mutated input to everything that reads untrusted text. Each input
// must be read, or refused with one of our errors, in bounded time and memory. The same seed gives the same inputs; a
// word selects targets.
import {fork, type ChildProcess} from 'node:child_process'
import {fileURLToPath} from 'node:url'

import type {Message} from './play-target.js'

const targets = ['workflow-file', 'expressions', 'references', 'config-keys', 'bridge', 'metadata-api']
const words = process.argv.slice(2).filter((word) => !word.startsWith('--'))
const option = (name: string) => process.argv.find((word) => word.startsWith(`--${name}=`))?.split('=')[1]
const seed = Number(option('seed') ?? Date.now() % 1_000_000)
const inputs = Number(option('inputs') ?? 100_000)
/** The most time for one input, on a busy machine. */
const longestMs = 120_000
const memoryMb = 1_024

console.log(`seed ${seed}, ${inputs} inputs each; again: npm run fuzz -- --seed=${seed}`)
const failed: string[] = []
for (const target of targets) {
  if (words.length > 0 && !words.some((word) => target.includes(word))) continue
  const begin = performance.now()
  const {holds, lines} = await hold(target)
  console.log(
    `${holds ? '✔' : '✖'} ${target}, ${((performance.now() - begin) / 1_000).toFixed(0)} s: ${lines.join('\n    ')}`,
  )
  if (!holds) failed.push(target)
}
console.log(failed.length === 0 ? 'every input was read or refused by name' : `failed: ${failed.join(', ')}`)
process.exitCode = failed.length > 0 ? 1 : 0

/** Runs in a child process, so that blocking and exhausted memory are found as well. */
async function hold(target: string): Promise<{holds: boolean; lines: readonly string[]}> {
  const child = fork(
    fileURLToPath(new URL('play-target.ts', import.meta.url)),
    [target, String(seed), String(inputs)],
    {
      execArgv: [...process.execArgv, `--max-old-space-size=${memoryMb}`],
      stdio: ['ignore', 'inherit', 'ignore', 'ipc'],
    },
  )
  try {
    return await resultOf(child)
  } finally {
    child.kill('SIGKILL')
  }
}

function resultOf(child: ChildProcess): Promise<{holds: boolean; lines: readonly string[]}> {
  return new Promise((resolve) => {
    let last = ''
    let timer: NodeJS.Timeout | undefined
    const broken = (what: string) => resolve({holds: false, lines: [what, `the input: ${last}`]})
    child.on('message', (message: Message) => {
      clearTimeout(timer)
      if ('holds' in message) return resolve(message)
      last = message.input
      timer = setTimeout(() => broken(`took longer than ${longestMs / 1_000} s`), longestMs)
    })
    child.once('exit', (code, signal) => broken(`ended the process: ${signal ?? `exit code ${code}`}`))
  })
}
