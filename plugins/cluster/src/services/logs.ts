import {setMaxListeners} from 'node:events'

import type {Session} from '@rde/plugin-kit'

import {learnSecrets} from '../learn-secrets.js'
import {chooseLogSources, findLogSources} from './find-log-sources.js'

export interface LogOptions {
  /** A component, workload, pod or node; all components if undefined. */
  readonly component: string | undefined
  readonly follow: boolean
  readonly tail: number
  readonly signal: AbortSignal
  /** Called with secrets masked. */
  print(label: string, line: string): void
}

/** Prints the logs of the cluster's components: one source after another, or all interleaved with `follow`. */
export async function printClusterLogs(session: Session, options: LogOptions): Promise<void> {
  const {component, follow, tail, signal, print} = options
  await learnSecrets(session)
  setMaxListeners(0, signal)
  const sources = chooseLogSources(await findLogSources(session, signal), component)
  const read = async ({label, read}: (typeof sources)[number]) => {
    const reading = read({follow, tail, signal}, (line) => print(label, session.secrets.mask(line)))
    await reading.catch((error: Error) => {
      if (signal.aborted) throw error
      print(label, `(no log: ${error.message.split('\n')[0]})`)
    })
  }
  if (follow) await Promise.all(sources.map(read))
  else for (const source of sources) await read(source)
}
