import {RdeError} from '@rde/errors'
import {isProcessError} from '@rde/process-runner'

/** An error with helm's message, which names the template or value. Any other error is returned as it is. */
export function refusedChart(release: string, error: unknown, outcome: string): unknown {
  if (!isProcessError(error) || error.failure !== 'exit-code') return error
  return new RdeError(`Helm could not install the chart ${release}:\n${error.stderr.trim()}`, {
    code: 'RDE_CHART_FAILED',
    outcome,
    remedies: [
      {what: 'Change its values (helm.values)', command: 'rde config edit'},
      {what: 'Or see where the chart comes from', command: 'rde stack show'},
    ],
  })
}
