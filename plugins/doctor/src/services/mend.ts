import {runMends, type StepOptions} from '@rde/plugin-kit'

import type {DoctorReport} from './doctor.js'

export interface MendAllOptions extends StepOptions {
  report(line: string): void
}

/** Mends what rde can mend without anybody's help, each told before it is done. Whether there was any. */
export async function mendAll({checks}: DoctorReport, {report, ...options}: MendAllOptions): Promise<boolean> {
  const mends = checks.flatMap(({id, title, mend}) => (mend === undefined ? [] : [{id, title, mend}]))
  if (mends.length === 0) return false
  for (const {mend} of mends) report(`fixing: ${mend.what}`)
  await runMends(mends, options)
  return true
}
