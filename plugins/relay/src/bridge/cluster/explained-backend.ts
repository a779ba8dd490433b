import {isProcessError, type ProcessError} from '@rde/process-runner'
import {isUnreachable} from '@rde/toolchain/kubectl'

import type {Backend} from '../backend.js'
import {Refusal} from '../refusal.js'

/** The same backend, whose failed calls of tools are told in words about the cluster. */
export function explainedBackend(backend: Backend): Backend {
  const explain = <Args extends unknown[], Result>(method: (...args: Args) => Promise<Result>) => {
    return (...args: Args): Promise<Result> =>
      method.apply(backend, args).catch((error: unknown) => {
        throw isProcessError(error) ? explained(error) : error
      })
  }
  return {
    listWorkflows: explain(backend.listWorkflows),
    getWorkflow: explain(backend.getWorkflow),
    createWorkflow: explain(backend.createWorkflow),
    deleteWorkflow: explain(backend.deleteWorkflow),
    saveRevision: explain(backend.saveRevision),
    getRevision: explain(backend.getRevision),
    validate: explain(backend.validate),
    startRun: explain(backend.startRun),
    listSecrets: explain(backend.listSecrets),
    setSecret: explain(backend.setSecret),
    deleteSecret: explain(backend.deleteSecret),
  }
}

function explained(error: ProcessError): Refusal {
  const said = error.stderr.trim().split('\n').at(-1) ?? ''
  if (isUnreachable(error)) {
    return new Refusal('unavailable', 'The cluster does not answer.', [said, 'Start it: rde cluster start'])
  }
  if (/doesn't have a resource type|no matches for kind|namespaces? "relay-tenants" not found/.test(error.stderr)) {
    const remedy = 'Bring it in: rde cluster start --profile core'
    return new Refusal('unavailable', 'There is no relay-core on the cluster.', [said, remedy])
  }
  return new Refusal('failed', error.message)
}
