import {setTimeout as sleep} from 'node:timers/promises'

import type {PhaseContext} from '@rde/plugin-kit'
import {isProcessError} from '@rde/process-runner'
import {isUnreachable, waitUntil, type KubernetesObject} from '@rde/toolchain'

import type {ClusterView} from './cluster-view.js'
import {keepRecord} from './installed-record.js'
import {componentLack, namespacesOf, recordOf, type PreparedComponent} from './prepared-component.js'
import {releaseValues} from './release-values.js'

/** Applies what the component consists of: definitions first, until the API serves them; then objects; then its charts. */
export async function applyComponent({crds, objects, charts}: PreparedComponent, context: PhaseContext): Promise<void> {
  const {kubectl, helm, data, report} = context
  if (crds.length > 0) {
    report(`applying ${crds.length} resource definitions`)
    await patiently(() => kubectl.apply(crds), context)
    const names = crds.map(({metadata: {name}}) => `crd/${name}`)
    await patiently(() => kubectl.wait(['--for=condition=Established', ...names], 60_000), context)
  }
  if (objects.length > 0) {
    report(`applying ${objects.length} objects`)
    await patiently(() => kubectl.apply(namespacesFirst(objects)), context)
  }
  for (const {release, namespace, chart, values} of charts) {
    report(`installing the chart ${release}`)
    await releaseValues(release, values, context)
    const request = {
      release,
      namespace,
      chart,
      valuesFile: data.values(release),
      createNamespace: true,
      timeoutMs: 180_000,
    }
    await patiently(() => helm.upgradeInstall(request), context)
  }
}

/** Waits until it runs, its webhooks answer, and remembers in the cluster what it was installed from. */
export async function awaitComponent(
  prepared: PreparedComponent,
  view: ClusterView,
  context: PhaseContext,
): Promise<void> {
  const {kubectl, signal, report} = context
  const waiting = {surveys: view.surveys(context), kubectl, namespaces: namespacesOf(prepared), signal, report}
  await waitUntil((survey) => componentLack(prepared, survey), waiting)
  const {dryRun} = prepared
  if (dryRun !== undefined) {
    report('asking its webhooks')
    await patiently(() => kubectl.tryCreate(dryRun), context)
  }
  await keepRecord(kubectl, recordOf(prepared))
}

/**
 * Tries again while the API server, or a webhook that guards the object, does not answer: both come back, or the phase's
 * deadline ends it. What the API refuses is thrown at once.
 */
export async function patiently<Result>(act: () => Promise<Result>, {signal, report}: PhaseContext): Promise<Result> {
  for (;;) {
    signal.throwIfAborted()
    try {
      return await act()
    } catch (error) {
      if (!isUnreachable(error) && !isWebhookAway(error)) throw error
      report('waiting for the API server')
      await sleep(500, undefined, {signal})
    }
  }
}

const webhookAway =
  /failed calling webhook|no endpoints available|no matches for kind|ensure CRDs are installed first|could not find the requested resource/i

function isWebhookAway(error: unknown): boolean {
  return isProcessError(error) && webhookAway.test(error.stderr)
}

/** Server-side apply of a list goes on after a failure, but what lives in a namespace needs it to be there. */
function namespacesFirst(objects: readonly KubernetesObject[]): KubernetesObject[] {
  const isNamespace = ({kind}: KubernetesObject) => kind === 'Namespace'
  return [...objects.filter(isNamespace), ...objects.filter((object) => !isNamespace(object))]
}
