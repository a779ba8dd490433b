import type {PhaseContext} from '@rde/plugin-kit'
import {commandLine} from '@rde/process-runner'
import type {PreparedComponent} from '@rde/stack'

/** The command lines that install the component, without the objects themselves, which are too long to print. */
export function componentLines({id, crds, objects, charts}: PreparedComponent, {data}: PhaseContext): string[] {
  const env = {KUBECONFIG: data.kubeconfig}
  const count = crds.length + objects.length
  const apply = ['apply', '--server-side', '--force-conflicts', '--field-manager=rde', '--filename', '-']
  return [
    ...(count > 0 ? [`${commandLine({file: 'kubectl', args: apply, env})}   # ${count} objects of ${id}`] : []),
    ...charts.map(({release, namespace, chart}) => {
      const args = ['upgrade', '--install', release, chart, '--namespace', namespace, '--values', data.values(release)]
      return commandLine({file: 'helm', args, env})
    }),
  ]
}
