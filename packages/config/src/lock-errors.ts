import {exitCodes, RdeError} from '@rde/errors'
import {formatDuration, formatLimit} from '@rde/time'

import type {LockHolder} from './lock-record.js'

export function busy({pid, command, since}: LockHolder, waitedMs: number): RdeError {
  const age = formatDuration(Math.max(0, Date.now() - Date.parse(since)) || 0)
  const waited = waitedMs > 0 ? `\nTimed out after waiting for ${formatLimit(waitedMs)}.` : ''
  return new RdeError(`Another rde holds the cluster: \`${command}\` (pid ${pid}) has run for ${age}.${waited}`, {
    code: 'RDE_BUSY',
    exitCode: exitCodes.busy,
    remedies: [
      {what: 'Wait for it, or see what it does', command: `ps -fp ${pid}`},
      {what: 'Or end it', command: `kill ${pid}`},
    ],
  })
}
