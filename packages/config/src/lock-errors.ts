import {exitCodes, RdeError} from '@rde/errors'

import type {LockHolder} from './lock-record.js'

export function busy({pid, command, since}: LockHolder, waitedMs: number): RdeError {
  const waited = waitedMs > 0 ? `, and was not done within ${inWords(waitedMs)}` : ''
  const age = inWords(Date.now() - Date.parse(since))
  return new RdeError(`Another rde holds the cluster: \`${command}\` (pid ${pid}) has run for ${age}${waited}.`, {
    code: 'RDE_BUSY',
    exitCode: exitCodes.busy,
    remedies: [
      {what: 'Wait for it, or see what it does', command: `ps -fp ${pid}`},
      {what: 'Or end it', command: `kill ${pid}`},
    ],
  })
}

/** `8 s`, `12 min`, `3 h`: nobody needs more to know whether to wait. */
function inWords(milliseconds: number): string {
  const seconds = Math.max(0, Math.round(milliseconds / 1000))
  if (!(seconds >= 60)) return `${seconds || 0} s`
  const minutes = Math.round(seconds / 60)
  return minutes < 60 ? `${minutes} min` : `${Math.round(minutes / 60)} h`
}
