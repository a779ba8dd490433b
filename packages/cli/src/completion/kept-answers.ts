import {readFile} from 'node:fs/promises'

import {writeFileAtomically} from '@rde/config/files/write-file-atomically'
import {endWithin} from '@rde/plugin-kit/extensions/end-within'

import type {Candidate} from './command-tree.js'

const freshMs = 5_000
const usefulMs = 86_400_000
const most = 50

interface Answer {
  readonly at: number
  readonly candidates: readonly Candidate[]
}

export interface AskOptions {
  readonly key: string
  /** The question is aborted after this time. */
  readonly deadlineMs: number
}

/** A cache of the answers of Docker and the cluster: the last names are offered again if there is no answer in time. */
export class KeptAnswers {
  constructor(
    private readonly path: string,
    private readonly now: () => number = Date.now,
  ) {}

  async ask(
    {key, deadlineMs}: AskOptions,
    find: (signal: AbortSignal) => Promise<readonly Candidate[]>,
  ): Promise<readonly Candidate[]> {
    const all = await this.#read()
    const kept = all[key]
    const age = kept === undefined ? Infinity : this.now() - kept.at
    if (kept !== undefined && age >= 0 && age < freshMs) return kept.candidates
    const found = await within(deadlineMs, find)
    if (found === undefined) return kept !== undefined && age < usefulMs ? kept.candidates : []
    const others = Object.entries(all).filter(([name]) => name !== key)
    const newest = others.sort(([, a], [, b]) => b.at - a.at).slice(0, most - 1)
    const text = JSON.stringify(Object.fromEntries([[key, {at: this.now(), candidates: found}], ...newest]))
    await writeFileAtomically(this.path, text).catch(() => {})
    return found
  }

  async #read(): Promise<Record<string, Answer>> {
    try {
      const read: unknown = JSON.parse(await readFile(this.path, 'utf8'))
      return typeof read === 'object' && read !== null ? (read as Record<string, Answer>) : {}
    } catch {
      return {}
    }
  }
}

/** Undefined if it fails or takes too long; then it is aborted without waiting for it. */
async function within<Value>(ms: number, find: (signal: AbortSignal) => Promise<Value>): Promise<Value | undefined> {
  const stop = new AbortController()
  const found = endWithin(ms, 'The answer', () => find(stop.signal))
  return found.catch(() => undefined).finally(() => stop.abort())
}
