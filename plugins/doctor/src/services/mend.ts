import {asTyped, isRdeError} from '@rde/errors'
import {runMends, type StepOptions} from '@rde/plugin-kit'

import type {DoctorReport} from './doctor.js'

export interface MendAllOptions extends StepOptions {
  report(line: string): void
}

/**
 * Fixes what rde can fix without help. Each fix is reported before it runs; a failed one is reported and does not stop
 * the others. Resolves with whether there was any.
 */
export async function mendAll({checks}: DoctorReport, {report, ...options}: MendAllOptions): Promise<boolean> {
  const mends = checks.flatMap(({id, title, mend}) => (mend === undefined ? [] : [{id, title, mend}]))
  for (const {mend} of mends) report(`fixing: ${mend.what}`)
  for (const one of mends) {
    try {
      await runMends([one], options)
    } catch (error) {
      if (options.signal.aborted) throw error
      report(`not fixed: ${one.mend.what}: ${(error as Error).message}`)
      const remedies = isRdeError(error) ? error.remedies : []
      for (const {what, command} of remedies) report(`  ${what}:   ${asTyped(command)}`)
    }
  }
  return mends.length > 0
}
