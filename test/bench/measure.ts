import {spawnSync} from 'node:child_process'
import {loadavg} from 'node:os'

/** One of the compared alternatives. */
export interface Contestant {
  readonly name: string
  /** If it returns a number, that is used instead of the measured time. */
  run(): Promise<unknown>
  /** Before each run, not measured. */
  readonly prepare?: () => Promise<void>
  /** After each run, not measured. */
  readonly cleanUp?: () => Promise<void>
}

export interface Figures {
  readonly name: string
  readonly median: number
  readonly min: number
  readonly max: number
}

/** Runs all of them in turn, A B A B, so that other load affects them equally. In milliseconds. */
export async function compare(contestants: readonly Contestant[], rounds: number): Promise<Figures[]> {
  const times = new Map(contestants.map(({name}) => [name, [] as number[]]))
  for (let round = 0; round < rounds; round += 1) {
    for (const {name, run, prepare, cleanUp} of contestants) {
      await prepare?.()
      // Otherwise one would wait while the disk flushes the writes of the previous one.
      spawnSync('sync')
      const begin = performance.now()
      const measured = await run()
      times.get(name)?.push(typeof measured === 'number' ? measured : performance.now() - begin)
      await cleanUp?.()
    }
  }
  return [...times].map(([name, all]) => ({name, median: median(all), min: Math.min(...all), max: Math.max(...all)}))
}

/** Runs a program that must succeed; its output is discarded. */
export function program(
  file: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = process.env,
): () => Promise<void> {
  return async () => {
    // A run without a terminal prints every line of its steps there.
    const {status, stderr, error} = spawnSync(file, args, {
      ...{env, stdio: ['ignore', 'ignore', 'pipe'], maxBuffer: 2 ** 28},
      encoding: 'utf8',
    })
    if (status !== 0) throw new Error(`${file} ${args.join(' ')}: ${error?.message ?? stderr}`)
  }
}

/** The figures, each compared with the first. */
export function table(title: string, figures: readonly Figures[]): string {
  const [first] = figures
  const width = Math.max(...figures.map(({name}) => name.length))
  const rows = figures.map(({name, median: usual, min, max}) => {
    const base = first?.median ?? usual
    const beside = name === first?.name ? '' : `   ${signed(usual - base)} ms, ${(usual / base).toFixed(2)} times`
    return `  ${name.padEnd(width)}  median ${digits(usual)} ms  min ${digits(min)} ms  max ${digits(max)} ms${beside}`
  })
  return [`${title} (load ${loadavg()[0]?.toFixed(1)})`, ...rows].join('\n')
}

function median(all: readonly number[]): number {
  const sorted = [...all].sort((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}

const digits = (ms: number) => ms.toFixed(0).padStart(6)
const signed = (ms: number) => `${ms < 0 ? '-' : '+'}${Math.abs(ms).toFixed(0)}`
