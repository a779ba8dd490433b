import type {ProcessError} from '@rde/process-runner'
import {explainSilence, isUnreachable} from '@rde/toolchain'

import {openSession} from './session.js'

/** What it means that kubectl got no answer; any other error is returned as it is. */
export async function explainUnanswered(error: ProcessError, session = openSession()): Promise<Error> {
  if (!isUnreachable(error) || !/\bkubectl\b/.test(error.commandLine())) return error
  // Docker may be silent as well: then that is what is wrong.
  return explainSilence({...session, ...session.tools()}).catch((other: Error) => other)
}
