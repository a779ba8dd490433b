import {isProcessError} from '@rde/process-runner'
import type {Kubectl} from '@rde/toolchain/kubectl'
import {tenantsNamespace} from '@rde/toolchain/relay-core-places'

import type {Value} from '../document.js'
import {labelKeys} from '../resources/names.js'
import {runResource} from '../resources/run-resource.js'
import {toJson} from '../to-json.js'

import type {RunObject} from './run-object.js'
import {unknownRun} from './errors.js'
import {summarizeRun, type RunSummary} from './run-summary.js'
import {inputFilesAnnotation, type SavedWorkflow} from './workflow-object.js'

/** Which Run to make: of a saved workflow, with values for its parameters. */
export interface NewRun {
  readonly workflow: Pick<SavedWorkflow, 'name' | 'revision'> & Partial<Pick<SavedWorkflow, 'inputFiles'>>
  readonly parameters: Readonly<Record<string, Value>>
  /** The highest number that its runs have, where that was asked before. */
  readonly highest?: number | undefined
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
  constructor(private readonly kubectl: Kubectl) {}

  /** Makes a Run under the next number of its workflow: object `NAME-N`. Two at once get two numbers. */
  async start({workflow: {name, revision, inputFiles = []}, parameters, highest}: NewRun): Promise<RunSummary> {
    const labels = revision === undefined ? {} : {[labelKeys.revision]: revision}
    const annotations = inputFilesAnnotation(inputFiles)
    let number = 1 + (highest ?? (await this.highestNumber(name)))
    // The API server accepts a name only once: whoever comes second takes the next number.
    for (;;) {
      const created = await this.#create(runResource({workflow: name, number, parameters, labels, annotations}))
      if (created !== undefined) return summarizeRun(created)
      number++
    }
  }

  /** Of the runs of a workflow; 0 where it has none. */
  async highestNumber(workflow: string): Promise<number> {
    return Math.max(0, ...numbersOf(workflow, await this.#all()))
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
    await this.kubectl.wait([`runs.relay.sh/${run.name}`, ...here, '--for=condition=Cancelled'], cancelMs)
  }

  async #all(): Promise<RunSummary[]> {
    const {items} = await this.kubectl.get<{items: RunObject[]}>('runs.relay.sh', ...here)
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

function numbersOf(workflow: string, runs: readonly RunSummary[]): number[] {
  return runs.flatMap((run) => (run.workflow === workflow && run.number !== undefined ? [run.number] : []))
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
