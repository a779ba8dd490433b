import {RdeError} from '@rde/errors'
import {isProcessError} from '@rde/process-runner'
import type {Kubectl} from '@rde/toolchain/kubectl'
import {tenantsNamespace} from '@rde/toolchain/relay-core-places'

import type {Value} from '../document.js'
import {labelKeys} from '../resources/names.js'
import {runResource} from '../resources/run-resource.js'
import {toJson} from '../to-json.js'

import type {RunObject} from './run-object.js'
import {parseRunReference} from './run-reference.js'
import {summarizeRun, type RunSummary} from './run-summary.js'
import {unknownWorkflow} from './unknown-workflow.js'
import {WorkflowStore} from './workflow-store.js'

export type {RunSummary, StepSummary} from './run-summary.js'

/** Which Run to make: of a saved workflow, with values for its parameters. */
export interface RunRequest {
  readonly workflow: string
  readonly parameters: Readonly<Record<string, Value>>
}

const here = ['--namespace', tenantsNamespace] as const
const cancelMs = 60_000

/** The Runs on the cluster: starting, finding, answering and cancelling them. */
export class RunStore {
  constructor(private readonly kubectl: Kubectl) {}

  /**
   * Makes a Run of a saved workflow under the next number: object `NAME-N`. Two at once get two numbers. Rejects with
   * RDE_WORKFLOW_UNKNOWN where there is no such workflow.
   */
  async start({workflow, parameters}: RunRequest): Promise<RunSummary> {
    const [saved, runs] = await Promise.all([new WorkflowStore(this.kubectl).find(workflow), this.#all()])
    if (saved === undefined) throw unknownWorkflow(workflow)
    const labels = saved.revision === undefined ? {} : {[labelKeys.revision]: saved.revision}
    let number = 1 + Math.max(0, ...numbersOf(workflow, runs))
    // The API server gives a name to one of two only: whoever comes second takes the next number.
    while (!(await this.#create(runResource({workflow, number, parameters, labels})))) number++
    return this.find(`${workflow}#${number}`)
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
    if (found === undefined) throw unknownRun(reference)
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

  /** Whether the name was free. */
  async #create(run: ReturnType<typeof runResource>): Promise<boolean> {
    return this.kubectl.create({...run}, toJson).then(
      () => true,
      (error: unknown) => {
        if (isProcessError(error) && /\(AlreadyExists\)/.test(error.stderr)) return false
        throw error
      },
    )
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

function unknownRun(reference: string): RdeError {
  return new RdeError(`There is no run "${reference}".`, {
    code: 'RDE_RUN_UNKNOWN',
    remedies: [{what: 'See which there are', command: 'rde workflow runs'}],
  })
}
