import type {Kubectl} from '@rde/toolchain/kubectl'
import {tenantsNamespace} from '@rde/toolchain/relay-core-places'

import type {RunObject} from './run-object.js'

const deadlineMs = 120_000

/** All Runs of a workflow, with what they made; relay-core tidies up after each before it is gone. */
export async function deleteRuns(kubectl: Kubectl, workflow: string): Promise<void> {
  const here = ['--namespace', tenantsNamespace]
  const {items} = await kubectl.get<{items: RunObject[]}>('runs.relay.sh', ...here)
  const names = items.filter(({spec}) => spec.workflowRef.name === workflow).map(({metadata}) => metadata.name)
  if (names.length === 0) return
  await kubectl.run('delete', 'runs.relay.sh', ...names, ...here, '--wait=false', '--ignore-not-found')
  const objects = names.map((name) => `runs.relay.sh/${name}`)
  await kubectl.wait([...objects, ...here, '--for=delete'], deadlineMs)
}
