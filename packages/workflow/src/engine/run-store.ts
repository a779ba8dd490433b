import {isProcessError} from '@rde/process-runner'
import type {Kubectl} from '@rde/toolchain/wrappers/kubectl'
import {tenantsNamespace} from '@rde/toolchain/cluster/relay-core-places'

import type {Value} from '../document.js'
import {labelKeys} from '../resources/names.js'
import {runResource} from '../resources/run-resource.js'
import {toJson} from '../to-json.js'

import type {RunObject} from './run-object.js'
import {lookAtRelayCore, unknownRun} from './errors.js'
import {summarizeRun, type RunSummary} from './run-summary.js'
import {inputFilesAnnotation, type SavedWorkflow} from './workflow-object.js'

/** Which Run to make: of a saved workflow, with values for its parameters. */
export interface NewRun {
  readonly workflow: Pick<SavedWorkflow, 'name' | 'revision'> & Partial<Pick<SavedWorkflow, 'inputFiles'>>
  readonly parameters: Readonly<Record<string, Value>>
  /** All Runs, where they were asked for before. */
  readonly earlier?: readonly RunSummary[]
}

/** How a user names a run. */
export type RunReference =
  | {readonly workflow: string; readonly number: number}
  /** A run's own name, or a workflow's for its newest run. */
  | {readonly name: string}

const here = ['--namespace', tenantsNamespace] as const
const cancelMs = 60_000

/** The Runs on the cluster: starting, finding, answering and cancelling them. */
export class RunStore {
  /** `keep`: how many ended runs of a workflow stay beside a new one; null: all. */
  constructor(
    private readonly kubectl: Kubectl,
    private readonly keep: () => Promise<number | null> = async () => null,
  ) {}

  /**
   * Makes a Run under the next number of its workflow: object `NAME-N`. Two at once get two numbers. The oldest ended ones
   * are deleted: relay-core works on each of them again after every restart of its operator.
   */
  async start({workflow: {name, revision, inputFiles = []}, parameters, earlier: known}: NewRun): Promise<RunSummary> {
    const earlier = (known ?? (await this.#all())).filter((run) => run.workflow === name)
    const labels = revision === undefined ? {} : {[labelKeys.revision]: revision}
    const annotations = inputFilesAnnotation(inputFiles)
    let number = 1 + Math.max(0, ...earlier.map((run) => run.number ?? 0))
    // The API server accepts a name only once: whoever comes second takes the next number.
    for (;;) {
      const created = await this.#create(runResource({workflow: name, number, parameters, labels, annotations}))
      if (created !== undefined) {
        await this.#deleteOld(endedBeyond(await this.keep(), earlier))
        return summarizeRun(created)
      }
      number++
    }
  }

  /** Deletes Runs, with their pods and logs. relay-core cleans up after each before the object is gone; nobody waits for it. */
  async delete(runs: ReadonlyArray<Pick<RunSummary, 'name'>>): Promise<void> {
    if (runs.length === 0) return
    const names = runs.map(({name}) => name)
    await this.kubectl.run('delete', 'runs.relay.sh', ...names, ...here, '--wait=false', '--ignore-not-found')
  }

  /** All Runs, or those of one workflow; the newest first. */
  async list(workflow?: string): Promise<RunSummary[]> {
    const runs = await this.#all()
    return runs.filter((run) => workflow === undefined || run.workflow === workflow)
  }

  /** By `NAME#N`, the object's own name, or NAME for its newest. Rejects with RDE_RUN_UNKNOWN. */
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

  /** Answers a step that waits for it; the step's followers see the answer. */
  async answer(run: RunSummary, step: string, answer: 'approved' | 'rejected'): Promise<void> {
    await this.#patch(run, {state: {steps: {[step]: {approval: answer}}}})
  }

  /** Resolves when the Run is cancelled: its pods and their logs are gone then. */
  async cancel(run: RunSummary): Promise<void> {
    await this.#patch(run, {state: {workflow: {cancel: true}}})
    const outcome = 'relay-core cancels it when it can.'
    const told = {what: `Cancelling ${run.reference}`, outcome, remedies: lookAtRelayCore}
    await this.kubectl.wait([`runs.relay.sh/${run.name}`, ...here, '--for=condition=Cancelled'], cancelMs, told)
  }

  /** No run fails because an older one stays: the next one tries again. */
  async #deleteOld(runs: readonly RunSummary[]): Promise<void> {
    await this.delete(runs).catch((error: unknown) => {
      if (!isProcessError(error)) throw error
    })
  }

  async #all(): Promise<RunSummary[]> {
    const items = await this.kubectl.list<RunObject>('runs.relay.sh', ...here)
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
    await this.kubectl.run('patch', 'runs.relay.sh', name, ...here, '--type=merge', `--patch=${JSON.stringify({spec})}`)
  }
}

/** The newest first, as they are listed. */
function endedBeyond(keep: number | null, runs: readonly RunSummary[]): RunSummary[] {
  return keep === null ? [] : runs.filter(({endedAt}) => endedAt !== undefined).slice(keep)
}

/** The API gives whole seconds: of two in one, the higher number is newer. */
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
