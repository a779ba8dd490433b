import type {PhaseContext} from '@rde/plugin-kit'
import type {PreparedComponent} from '@rde/stack'
import type {KubernetesObject} from '@rde/toolchain'

import {awaitDeletions} from './await-deletions.js'
import {installChart} from './install-chart.js'
import {retryWhileUnreachable} from './retry-while-unreachable.js'

const seeWhatIsWrong = {what: 'See what is wrong', command: 'rde cluster status'}

/** Applies the component: definitions first, until the API serves them; then objects; then its charts. */
export async function applyComponent(prepared: PreparedComponent, context: PhaseContext): Promise<void> {
  const {title, crds, objects, charts} = prepared
  const {kubectl, report} = context
  await retryWhileUnreachable(() => awaitDeletions(prepared, context), context)
  if (crds.length > 0) {
    report(`applying ${crds.length} resource definitions`)
    await retryWhileUnreachable(() => kubectl.apply(crds), context)
    const names = crds.map(({metadata: {name}}) => `crd/${name}`)
    const details = {what: `Waiting for the resource definitions of ${title}`, remedies: [seeWhatIsWrong]}
    const wait = () => kubectl.wait(['--for=condition=Established', ...names], 60_000, details)
    await retryWhileUnreachable(wait, context)
  }
  if (objects.length > 0) {
    report(`applying ${objects.length} objects`)
    await retryWhileUnreachable(() => kubectl.apply(namespacesFirst(objects)), context)
  }
  for (const chart of charts) await installChart(chart, context)
}

/** Server-side apply of a list continues after a failure, but namespaced objects need their namespace to exist. */
function namespacesFirst(objects: readonly KubernetesObject[]): KubernetesObject[] {
  const isNamespace = ({kind}: KubernetesObject) => kind === 'Namespace'
  return [...objects.filter(isNamespace), ...objects.filter((object) => !isNamespace(object))]
}
