import {RdeError} from '@rde/errors'
import type {PhaseContext} from '@rde/plugin-kit'
import {isProcessError} from '@rde/process-runner'

import {patiently} from './patiently.js'
import type {PreparedChart} from './prepared-component.js'
import {releaseValues} from './release-values.js'

/** Brings the chart's release to what is wanted, over what a killed helm left, too. */
export async function installChart(chart: PreparedChart, context: PhaseContext): Promise<void> {
  const {release, values} = chart
  context.report(`installing the chart ${release}`)
  await releaseValues(release, values, context)
  try {
    await upgrade(chart, context)
  } catch (error) {
    if (!isUnderWay(error)) throw refused(chart, error)
    await forgetPending(chart, context)
    await upgrade(chart, context).catch((again: unknown) => {
      throw refused(chart, again)
    })
  }
}

async function upgrade({release, namespace, chart}: PreparedChart, context: PhaseContext): Promise<void> {
  const {helm, data} = context
  const valuesFile = data.values(release)
  const request = {release, namespace, chart, valuesFile, createNamespace: true, timeoutMs: 180_000}
  await patiently(() => helm.upgradeInstall(request), context)
}

/** Helm takes a revision that never ended for one that another helm is busy with. The lock says that there is none. */
function isUnderWay(error: unknown): boolean {
  return isProcessError(error) && error.stderr.includes('another operation (install/upgrade/rollback) is in progress')
}

/** Removes the record of the revision only; its objects are taken over by the next one. */
async function forgetPending({release, namespace}: PreparedChart, context: PhaseContext): Promise<void> {
  const {kubectl, report} = context
  report(`going over an interrupted helm of ${release}`)
  const pending = `owner=helm,name=${release},status in (pending-install,pending-upgrade,pending-rollback)`
  const args = ['delete', 'secrets', '--namespace', namespace, '--selector', pending]
  await patiently(() => kubectl.run(...args), context)
}

/** Helm's own words: which template or value it stumbled over. */
function refused({release}: PreparedChart, error: unknown): unknown {
  if (!isProcessError(error) || error.failure !== 'exit-code') return error
  return new RdeError(`Helm could not install the chart ${release}:\n${error.stderr.trim()}`, {
    code: 'RDE_CHART_FAILED',
    outcome: 'The cluster was kept; rde cluster start goes on here.',
    remedies: [
      {what: 'See its values', command: `rde config get helm.values.${release}`},
      {what: 'Change them', command: 'rde config edit'},
    ],
  })
}
