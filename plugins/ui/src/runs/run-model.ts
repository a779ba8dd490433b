import type {RunEvent, Step, StepEvent, Value, WorkflowDocument} from '@rde/workflow'
import {layoutGraph, type GraphLayout} from '@rde/workflow/graph'

import type {NamedText, RunLocation, Remedy, RunHead, RunReport, RunState, StepView} from '../api.js'
import {showValue, stepInputs} from './step-inputs.js'

/** What is known about a run besides its events. */
export interface RunDescription {
  /** `NAME#N` or `local/NAME#N` */
  readonly run: string
  readonly workflow: string
  readonly on: RunLocation
  readonly createdAt?: string
  /** Absent if its file is not kept. */
  readonly document?: WorkflowDocument
  readonly parameters: Readonly<Record<string, unknown>>
  readonly actions: RunHead['actions']
}

export interface RunEnding {
  readonly state: RunState
  readonly endedAt?: string
  readonly reason?: string
  readonly remedies?: readonly Remedy[]
}

/** What changed: the run itself, a step, or the log of a step. */
export type Change = {readonly head: true} | {readonly step: string} | {readonly log: string}

/** The most log lines kept for one step; later ones are dropped. */
const mostLines = 400_000

/** The state of a run, built from its events so far. */
export class RunModel {
  readonly #steps = new Map<string, StepState>()
  readonly #listeners = new Set<(change: Change) => void>()
  readonly #notices: string[] = []
  #ending: RunEnding = {state: 'running'}
  #graph: GraphLayout | undefined

  constructor(readonly description: RunDescription) {
    for (const step of description.document?.steps ?? []) this.#steps.set(step.name, new StepState(step.name, step))
  }

  get hasEnded(): boolean {
    return this.#ending.state !== 'running' && this.#ending.state !== 'pending'
  }

  /** Calls the listener after every change, until the returned function is called. */
  listen(listener: (change: Change) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  take(event: RunEvent): void {
    switch (event.type) {
      case 'run-started':
        for (const name of event.steps) this.#step(name)
        return this.#changed({head: true})
      case 'run-ended':
        return this.end({state: event.outcome, ...(event.reason !== undefined && {reason: event.reason})})
      case 'step':
        this.#step(event.step).take(event)
        return this.#changed({step: event.step})
      case 'output':
        this.#step(event.step).outputs.set(event.name, event.value)
        return this.#changed({step: event.step})
      case 'log':
        this.#step(event.step).print(event.line)
        return this.#changed({log: event.step})
      case 'notice':
        if (event.step === undefined) this.#notices.push(event.message)
        else this.#step(event.step).notices.push(event.message)
        return this.#changed(event.step === undefined ? {head: true} : {step: event.step})
    }
  }

  /** Keeps earlier values for fields that `ending` does not have. */
  end(ending: Partial<RunEnding>): void {
    this.#ending = {...this.#ending, ...ending}
    this.#changed({head: true})
  }

  head(): RunHead {
    const {run, workflow, on, createdAt, parameters, actions} = this.description
    const {remedies = [], ...ending} = this.#ending
    return {
      ...{run, workflow, on, ...ending, remedies, notices: this.#notices, actions},
      ...(createdAt !== undefined && {createdAt}),
      parameters: namedTexts(Object.entries(parameters)),
    }
  }

  steps(): StepView[] {
    return [...this.#steps.keys()].map((name) => this.step(name))
  }

  step(name: string): StepView {
    const state = this.#step(name)
    const {event, document, outputs, notices, lines} = state
    const {phase, reason, exitCode, startedAt, endedAt} = event
    const when = document?.when
    return {
      ...{name, phase, notices, lines: lines.length},
      type: document?.type ?? 'container',
      ...(document?.type === 'container' && {image: document.image}),
      dependsOn: document?.dependsOn ?? [],
      ...(when !== undefined && {when: showValue(when)}),
      ...definedOf({reason, exitCode, startedAt, endedAt}),
      inputs: phase === 'waiting' || document === undefined ? writtenInputs(document) : this.#inputs(state),
      outputs: namedTexts([...outputs]),
    }
  }

  log(step: string): readonly string[] {
    return this.#steps.get(step)?.lines ?? []
  }

  graph(): GraphLayout {
    const shape = [...this.#steps.values()].map(({name, document}) => ({name, dependsOn: document?.dependsOn ?? []}))
    if (this.#graph?.nodes.length !== shape.length) this.#graph = layoutGraph(shape)
    return this.#graph
  }

  /** The whole run, for a report file. */
  report(): RunReport {
    const logs = Object.fromEntries([...this.#steps].map(([name, {lines}]) => [name, lines]))
    const madeAt = new Date().toISOString()
    return {head: this.head(), steps: this.steps(), graph: this.graph(), logs, madeAt}
  }

  /** Kept once a step has started: later outputs do not change its inputs. */
  #inputs(state: StepState): readonly NamedText[] {
    const outputs = [...this.#steps.values()].map((step) => [step.name, known(step.outputs)] as const)
    const {parameters} = this.description
    return (state.inputs ??= stepInputs(state.document!, {
      parameters: parameters as Readonly<Record<string, Value>>,
      outputs: Object.fromEntries(outputs),
    }))
  }

  #step(name: string): StepState {
    const found = this.#steps.get(name) ?? new StepState(name)
    this.#steps.set(name, found)
    return found
  }

  #changed(change: Change): void {
    for (const listener of this.#listeners) listener(change)
  }
}

class StepState {
  event: StepEvent
  readonly outputs = new Map<string, unknown>()
  readonly notices: string[] = []
  readonly lines: string[] = []
  inputs: readonly NamedText[] | undefined

  constructor(
    readonly name: string,
    readonly document?: Step,
  ) {
    this.event = {type: 'step', step: name, phase: 'waiting'}
  }

  /** Keeps the times; the reason belongs to the current phase only. */
  take(event: StepEvent): void {
    const {startedAt, endedAt} = this.event
    this.event = {...definedOf({startedAt, endedAt}), ...event}
  }

  print(line: string): void {
    if (this.lines.length < mostLines) this.lines.push(line)
    else if (this.lines.length === mostLines)
      this.lines.push(`… more than ${mostLines} lines: the rest is not shown here`)
  }
}

/** As written in the file: the values are not known yet. */
function writtenInputs(step: Step | undefined): readonly NamedText[] {
  return step === undefined ? [] : stepInputs(step)
}

function known(outputs: ReadonlyMap<string, unknown>): Record<string, Value> {
  return Object.fromEntries([...outputs].filter(([, value]) => value !== undefined)) as Record<string, Value>
}

/** A sensitive value is undefined. */
function namedTexts(entries: ReadonlyArray<readonly [string, unknown]>): NamedText[] {
  return entries.map(([name, value]) => (value === undefined ? {name} : {name, text: showValue(value)}))
}

function definedOf<Fields extends object>(fields: Fields): {[Key in keyof Fields]?: Exclude<Fields[Key], undefined>} {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as never
}
