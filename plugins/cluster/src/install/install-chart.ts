import {writeReleaseValues} from '@rde/config'
import type {PhaseContext} from '@rde/plugin-kit'
import {isProcessError} from '@rde/process-runner'
import {refusedChart, type PreparedChart} from '@rde/stack'

import {retryWhileUnreachable} from './retry-while-unreachable.js'

const kept = 'The cluster was kept; rde cluster start continues here.'

/** Upgrades the chart's release to the wanted state, even after a helm that was killed. */
export async function installChart(chart: PreparedChart, context: PhaseContext): Promise<void> {
  const {release, values} = chart
  context.report(`installing the chart ${release}`)
  await writeReleaseValues(release, values, context.data)
  try {
    await upgrade(chart, context)
  } catch (error) {
    if (!isUnderWay(error)) throw refusedChart(release, error, kept)
    await forgetPending(chart, context)
    await upgrade(chart, context).catch((again: unknown) => {
      throw refusedChart(release, again, kept)
    })
  }
}

async function upgrade({release, namespace, chart}: PreparedChart, context: PhaseContext): Promise<void> {
  const {helm, data} = context
  const valuesFile = data.values(release)
  const request = {release, namespace, chart, valuesFile, createNamespace: true, timeoutMs: 180_000}
  await retryWhileUnreachable(() => helm.upgradeInstall(request), context)
}

/** Helm reports an unfinished revision as one in progress. We hold the lock, so no other helm is running. */
function isUnderWay(error: unknown): boolean {
  return isProcessError(error) && error.stderr.includes('another operation (install/upgrade/rollback) is in progress')
}

/** Removes only the record of the revision; the next revision takes over its objects. */
async function forgetPending({release, namespace}: PreparedChart, context: PhaseContext): Promise<void> {
  const {kubectl, report} = context
  report(`removing the record of an interrupted helm for ${release}`)
  const pending = `owner=helm,name=${release},status in (pending-install,pending-upgrade,pending-rollback)`
  const args = ['delete', 'secrets', '--namespace', namespace, '--selector', pending]
  await retryWhileUnreachable(() => kubectl.run(...args), context)
}
