import type {Backend} from '../backend.js'

/** Wraps a backend so that errors of tools are explained in terms of the cluster. */
export function explainedBackend(backend: Backend, explainError: (error: unknown) => Promise<unknown>): Backend {
  const explain = <Args extends unknown[], Result>(method: (...args: Args) => Promise<Result>) => {
    return (...args: Args): Promise<Result> =>
      method.apply(backend, args).catch(async (error: unknown) => {
        throw await explainError(error)
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
