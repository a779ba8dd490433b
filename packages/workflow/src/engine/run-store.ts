import {isProcessError} from '@rde/process-runner'
import type {Kubectl} from '@rde/toolchain/wrappers/kubectl'
import {tenantsNamespace} from '@rde/toolchain/cluster/relay-core-places'

import type {Value} from '../document.js'
import {labelKeys} from '../resources/names.js'
import {runResource} from '../resources/run-resource.js'
import {toJson} from '../to-json.js'

import type {RunObject} from './run-object.js'
import {relayCoreRemedies, unknownRun} from './errors.js'
import {summarizeRun, type RunSummary} from './run-summary.js'
import {inputFilesAnnotation, type SavedWorkflow} from './workflow-object.js'

/** The Run to create: a saved workflow with values for its parameters. */
export interface NewRun {
  readonly workflow: Pick<SavedWorkflow, 'name' | 'revision'> & Partial<Pick<SavedWorkflow, 'inputFiles'>>
  readonly parameters: Readonly<Record<string, Value>>
  /** All Runs, if they were already listed. */
  readonly earlier?: readonly RunSummary[]
}

/** A run as the user refers to it. */
export type RunReference =
  | {readonly workflow: string; readonly number: number}
  /** The name of a run, or the name of a workflow for its newest run. */
  | {readonly name: string}

const namespaceArgs = ['--namespace', tenantsNamespace] as const
const cancelMs = 60_000

/** The Runs on the cluster: starting, finding, answering and cancelling them. */
export class RunStore {
  /** `keep`: how many ended runs of a workflow are kept when a new one is created; null: all. */
  constructor(
    private readonly kubectl: Kubectl,
    private readonly keep: () => Promise<number | null> = async () => null,
  ) {}

  /**
   * Creates a Run with the next number of its workflow: object `NAME-N`. Concurrent calls get different numbers.
   * Deletes the oldest ended Runs: relay-core reconciles each of them again after every restart of its operator.
   */
  async start({workflow: {name, revision, inputFiles = []}, parameters, earlier: known}: NewRun): Promise<RunSummary> {
    const earlier = (known ?? (await this.#all())).filter((run) => run.workflow === name)
    const labels = revision === undefined ? {} : {[labelKeys.revision]: revision}
    const annotations = inputFilesAnnotation(inputFiles)
    let number = 1 + Math.max(0, ...earlier.map((run) => run.number ?? 0))
    // The API server accepts a name only once: on a conflict, take the next number.
    for (;;) {
      const created = await this.#create(runResource({workflow: name, number, parameters, labels, annotations}))
      if (created !== undefined) {
        await this.#deleteOld(selectOldRuns(await this.keep(), earlier))
        return summarizeRun(created)
      }
      number++
    }
  }

  /** Deletes Runs, with their pods and logs. Does not wait until relay-core has cleaned up and removed the objects. */
  async delete(runs: ReadonlyArray<Pick<RunSummary, 'name'>>): Promise<void> {
    if (runs.length === 0) return
    const names = runs.map(({name}) => name)
    await this.kubectl.run('delete', 'runs.relay.sh', ...names, ...namespaceArgs, '--wait=false', '--ignore-not-found')
  }

  /** All Runs, or those of one workflow; the newest first. */
  async list(workflow?: string): Promise<RunSummary[]> {
    const runs = await this.#all()
    return runs.filter((run) => workflow === undefined || run.workflow === workflow)
  }

  /** Finds a run by `NAME#N`, by its object name, or by NAME for the newest. Rejects with RDE_RUN_UNKNOWN. */
  async find(reference: string): Promise<RunSummary> {
    const wanted = parseRunReference(reference)
    const runs = wanted === undefined ? [] : await this.#all()
    const found =
      wanted === undefined
        ? undefined
        : 'number' in wanted
          ? runs.find(({workflow, number}) => workflow === wanted.workflow && number === wanted.number)
          : (runs.find(({name}) => name === wanted.name) ?? runs.find(({workflow}) => workflow === wanted.name))
    if (found === undefined) throw unknownRun(reference, runs)
    return found
  }

  /** Answers a step that waits for approval. */
  async answer(run: RunSummary, step: string, answer: 'approved' | 'rejected'): Promise<void> {
    await this.#patch(run, {state: {steps: {[step]: {approval: answer}}}})
  }

  /** Resolves when the Run is cancelled: its pods and their logs are deleted then. */
  async cancel(run: RunSummary): Promise<void> {
    await this.#patch(run, {state: {workflow: {cancel: true}}})
    const outcome = 'relay-core cancels it when it can.'
    const details = {what: `Cancelling ${run.reference}`, outcome, remedies: relayCoreRemedies}
    await this.kubectl.wait(
      [`runs.relay.sh/${run.name}`, ...namespaceArgs, '--for=condition=Cancelled'],
      cancelMs,
      details,
    )
  }

  /** A failure to delete old runs does not fail the new one: the next run tries again. */
  async #deleteOld(runs: readonly RunSummary[]): Promise<void> {
    await this.delete(runs).catch((error: unknown) => {
      if (!isProcessError(error)) throw error
    })
  }

  async #all(): Promise<RunSummary[]> {
    const items = await this.kubectl.list<RunObject>('runs.relay.sh', ...namespaceArgs)
    return items.map(summarizeRun).sort(newestFirst)
  }

  /** Undefined if the name is taken. */
  async #create(run: ReturnType<typeof runResource>): Promise<RunObject | undefined> {
    return this.kubectl.create<RunObject>({...run}, toJson).catch((error: unknown) => {
      if (isProcessError(error) && /\(AlreadyExists\)/.test(error.stderr)) return undefined
      throw error
    })
  }

  async #patch({name}: RunSummary, spec: object): Promise<void> {
    await this.kubectl.run(
      'patch',
      'runs.relay.sh',
      name,
      ...namespaceArgs,
      '--type=merge',
      `--patch=${JSON.stringify({spec})}`,
    )
  }
}

/** The ended runs beyond the newest `keep`. `runs` are sorted, the newest first. */
function selectOldRuns(keep: number | null, runs: readonly RunSummary[]): RunSummary[] {
  return keep === null ? [] : runs.filter(({endedAt}) => endedAt !== undefined).slice(keep)
}

/** The API's timestamps are in whole seconds: within one second, the higher number is newer. */
function newestFirst(one: RunSummary, other: RunSummary): number {
  if (one.createdAt !== other.createdAt) return one.createdAt < other.createdAt ? 1 : -1
  return (other.number ?? 0) - (one.number ?? 0)
}

/** Reads `NAME#N` or a name; undefined for anything else. */
export function parseRunReference(text: string): RunReference | undefined {
  const [, workflow, digits] = /^([^#]+)#([1-9]\d*)$/.exec(text) ?? []
  if (workflow !== undefined) return {workflow, number: Number(digits)}
  return text === '' || text.includes('#') ? undefined : {name: text}
}
