import {setTimeout as sleep} from 'node:timers/promises'

import type {PhaseContext} from '@rde/plugin-kit'

import {patiently} from './patiently.js'
import {presentNames} from './present-names.js'

/** Waits until all of them are there: somebody else makes them. The phase's deadline ends it. */
export async function awaitNamespaces(wanted: readonly string[], context: PhaseContext): Promise<void> {
  const {kubectl, report, signal} = context
  for (;;) {
    const {namespaces} = await patiently(() => presentNames(kubectl), context)
    const missing = wanted.find((name) => !namespaces.has(name))
    if (missing === undefined) return
    report(`waiting for the namespace ${missing}`)
    await sleep(700, undefined, {signal})
  }
}
