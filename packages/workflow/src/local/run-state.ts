import type {ContainerStep, Step, Value, WorkflowDocument} from '../document.js'
import type {Environment, StepStatus} from '../expressions/environment.js'

export interface RunInputs {
  /** Including the defaults of the file. */
  readonly parameters: Readonly<Record<string, Value>>
  readonly secrets: Readonly<Record<string, string>>
  /** By type, then by name. */
  readonly connections: Readonly<Record<string, Readonly<Record<string, Value>>>>
}

export interface Output {
  readonly value: Value
  /** True if the step marked the output as sensitive: it is shown nowhere. Undefined if the step did not say. */
  readonly sensitive?: boolean
}

export type Ending = 'succeeded' | 'failed' | 'skipped'

/** The results of a run so far. */
export class RunState {
  readonly #statuses = new Map<string, StepStatus>()
  readonly #outputs = new Map<string, Map<string, Output>>()
  readonly #answers = new Map<string, Value>()

  constructor(private readonly inputs: RunInputs) {}

  /** The values that expressions can refer to now. Only conditions can use answers, as on the cluster. */
  environment({answers}: {answers: boolean}): Environment {
    const outputs = [...this.#outputs].map(([step, byName]) => {
      return [step, Object.fromEntries([...byName].map(([name, {value}]) => [name, value]))] as const
    })
    const known = [...this.#answers].map(([step, approval]) => [step, {approval}] as const)
    return {
      ...this.inputs,
      outputs: Object.fromEntries(outputs),
      steps: Object.fromEntries(this.#statuses),
      answers: answers ? Object.fromEntries(known) : {},
    }
  }

  /** Its conditions are true: it will not be skipped. */
  markStarted(step: string): void {
    this.#statuses.set(step, {skipped: false})
  }

  markEnded(step: string, how: Ending): void {
    this.#statuses.set(step, {succeeded: how === 'succeeded', failed: how === 'failed', skipped: how === 'skipped'})
  }

  hasEnded(step: string): boolean {
    return this.#statuses.get(step)?.succeeded !== undefined
  }

  setAnswer(step: string, approval: 'approved' | 'rejected'): void {
    this.#answers.set(step, approval)
  }

  setOutput(step: string, name: string, output: Partial<Output>): void {
    const byName = this.#outputs.get(step) ?? new Map<string, Output>()
    byName.set(name, {value: null, ...byName.get(name), ...output})
    this.#outputs.set(step, byName)
  }

  outputsOf(step: string): ReadonlyMap<string, Output> {
    return this.#outputs.get(step) ?? new Map()
  }

  get secrets(): RunInputs['secrets'] {
    return this.inputs.secrets
  }
}

/** Whether a step names a secret, in an expression or as a route of the metadata API. It gets no other secrets. */
export function namesSecret({spec, env, input, command, args}: ContainerStep, name: string): boolean {
  const text = plainJson([spec ?? {}, env ?? {}, input ?? [], command ?? '', args ?? []])
  const quoted = JSON.stringify(JSON.stringify(name)).slice(1, -1)
  const spellings = [
    `secrets.${name}`,
    `secrets.'${name}'`,
    `secrets['${name}']`,
    `secrets.${quoted}`,
    `secrets[${quoted}]`,
    `secrets/${name}`,
  ]
  return mentions(text, spellings) || holdsReference([spec ?? {}, env ?? {}], name)
}

export function isContainer(step: Step): step is ContainerStep {
  return step.type === 'container'
}

export function stepNames({steps}: WorkflowDocument): string[] {
  return steps.map(({name}) => name)
}

function mentions(text: string, spellings: readonly string[]): boolean {
  return spellings.some((spelling) => {
    for (let at = text.indexOf(spelling); at !== -1; at = text.indexOf(spelling, at + 1)) {
      if (!/[\p{L}\p{Nd}_-]/u.test(text[at + spelling.length] ?? '')) return true
    }
    return false
  })
}

function holdsReference(value: unknown, name: string): boolean {
  if (typeof value !== 'object' || value === null) return false
  const {$type, name: named} = value as {$type?: unknown; name?: unknown}
  return ($type === 'Secret' && named === name) || Object.values(value).some((part) => holdsReference(part, name))
}

function plainJson(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) => (typeof part === 'bigint' ? Number(part) : part))
}
