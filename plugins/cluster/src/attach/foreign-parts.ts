import {exitCodes} from '@rde/errors'
import type {PhaseContext} from '@rde/plugin-kit'
import type {ChosenStack} from '@rde/stack'
import type {CheckResult} from '@rde/toolchain'

import {recordsBefore} from '../install/installed-record.js'
import {presentCrds} from '../install/present-crds.js'

/**
 * The components of the stack whose definitions or Helm releases exist in the cluster, but were not installed by rde.
 * rde does not touch them: the user can disable the component, and so use the existing one.
 */
export async function foreignParts(stack: ChosenStack, context: PhaseContext): Promise<CheckResult[]> {
  const [records, present, releases] = await Promise.all([
    context.answers.of(recordsBefore),
    context.answers.of(presentCrds),
    helmReleases(context),
  ])
  const unknown = stack.components.filter(({id}) => !records.has(id))
  const results = await Promise.all(
    unknown.map(async ({id, title}) => {
      const {crds, charts} = await stack.prepare(id, context)
      const found = [
        ...crds.map(({metadata: {name}}) => name).filter((name) => present.has(name)),
        ...charts.map(({namespace, release}) => `${namespace}/${release}`).filter((name) => releases.has(name)),
      ]
      return found.length === 0 ? [] : [foreignComponent(id, title, found)]
    }),
  )
  return results.flat()
}

/** The Helm releases as `namespace/release`. */
async function helmReleases({kubectl}: PhaseContext): Promise<ReadonlySet<string>> {
  const columns = '--output=jsonpath={range .items[*]}{.metadata.namespace}/{.metadata.labels.name}{"\\n"}{end}'
  const printed = await kubectl.run('get', 'secrets', '--all-namespaces', '--selector', 'owner=helm', columns)
  return new Set(printed.split('\n').filter((line) => line !== ''))
}

function foreignComponent(id: string, title: string, found: readonly string[]): CheckResult {
  const some = found.length > 3 ? `${found.slice(0, 3).join(', ')} and ${found.length - 3} more` : found.join(', ')
  return {
    ...{id: `foreign-${id}`, category: 'cluster', title, status: 'error'},
    detail: `${title} is in the cluster already, and rde did not install it: ${some}.`,
    problem: {code: 'RDE_COMPONENT_FOREIGN', exitCode: exitCodes.failed},
    remedies: [
      {what: `Use the ${title} that is there`, command: `rde config set stack.components.${id}.enabled false`},
    ],
  }
}
