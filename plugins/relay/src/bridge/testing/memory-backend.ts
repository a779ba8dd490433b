import {createHash} from 'node:crypto'

import type {Problem} from '@rde/workflow'

import type {Backend, Revision, SavedWorkflow, StartedRun} from '../backend.js'
import {faultyWorkflow, noSuchSecret, noSuchWorkflow, Refusal, workflowExists} from '../refusal.js'

interface StoredWorkflow {
  readonly revisions: Revision[]
  readonly runs: Array<Readonly<Record<string, string>>>
  readonly secrets: Map<string, Buffer>
}

const now = '2022-08-24T14:03:52Z'
const isName = (name: string) => /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/.test(name)

/** For tests: stores workflows like the cluster, and validates requests as strictly. */
export class MemoryBackend implements Backend {
  readonly workflows = new Map<string, StoredWorkflow>()

  async listWorkflows(): Promise<SavedWorkflow[]> {
    return Promise.all([...this.workflows.keys()].sort().map((name) => this.getWorkflow(name)))
  }

  async getWorkflow(name: string): Promise<SavedWorkflow> {
    const {revisions, runs} = this.#find(name)
    const latest = revisions.at(-1)?.id
    return {
      name,
      updatedAt: now,
      ...(latest !== undefined && {latestRevision: latest}),
      ...(runs.length > 0 && {lastRun: {number: runs.length, status: 'success' as const}}),
    }
  }

  async createWorkflow(name: string): Promise<SavedWorkflow> {
    if (!isName(name)) throw new Refusal('invalid', `"${name}" cannot be the name of a workflow.`)
    if (this.workflows.has(name)) throw workflowExists(name)
    this.workflows.set(name, {revisions: [], runs: [], secrets: new Map()})
    return this.getWorkflow(name)
  }

  async deleteWorkflow(name: string): Promise<void> {
    this.#find(name)
    this.workflows.delete(name)
  }

  async saveRevision(workflow: string, content: Buffer): Promise<Revision & {warnings: Problem[]}> {
    const {revisions} = this.#find(workflow)
    const problems = await this.validate(content)
    if (problems.some(({severity}) => severity === 'error')) throw faultyWorkflow(problems)
    const revision = {id: idOf(content), content, steps: stepsOf(content.toString())}
    revisions.push(revision)
    return {...revision, warnings: problems}
  }

  async getRevision(workflow: string, id: string): Promise<Revision> {
    const found = this.#find(workflow).revisions.find((one) => one.id === id)
    if (found === undefined) throw new Refusal('not-found', `The workflow ${workflow} has no revision ${id}.`)
    return found
  }

  /** A file is valid if it has steps, each with an image; triggers cause a warning. */
  async validate(content: Buffer): Promise<Problem[]> {
    const text = content.toString('utf8')
    if (!/^steps:/m.test(text)) return [problem(1, 'a workflow has steps')]
    const lines = text.split('\n')
    const triggers = lines.indexOf('triggers:') + 1
    const warnings = triggers > 0 ? [{...problem(triggers, 'not here'), severity: 'warning' as const}] : []
    const errors = lines.flatMap((line, index) =>
      line.startsWith('- name:') && !/^ {2}image: /m.test(lines[index + 1] ?? '')
        ? [problem(index + 1, `step ${line.slice(8)}: image is required, {{not}} <optional>`)]
        : [],
    )
    return [...errors, ...warnings]
  }

  async startRun(workflow: string, parameters: Readonly<Record<string, string>>): Promise<StartedRun> {
    const {revisions, runs} = this.#find(workflow)
    const latest = revisions.at(-1)
    if (latest === undefined) throw new Refusal('invalid', `The workflow ${workflow} has no file yet.`)
    return {number: runs.push(parameters), revision: latest.id, createdAt: now}
  }

  async listSecrets(workflow: string): Promise<string[]> {
    return [...this.#find(workflow).secrets.keys()].sort()
  }

  async setSecret(workflow: string, name: string, value: Buffer): Promise<void> {
    const {secrets} = this.#find(workflow)
    if (name === '' || name.includes('/')) throw new Refusal('invalid', `"${name}" cannot be the name of a secret.`)
    secrets.set(name, value)
  }

  async deleteSecret(workflow: string, name: string): Promise<void> {
    if (!this.#find(workflow).secrets.delete(name)) throw noSuchSecret(workflow, name)
  }

  #find(name: string): StoredWorkflow {
    const found = this.workflows.get(name)
    if (found === undefined) throw noSuchWorkflow(name)
    return found
  }
}

function problem(line: number, message: string): Problem {
  return {line, column: 1, message, severity: 'error'}
}

function idOf(content: Buffer): string {
  return createHash('sha256').update(content).digest('hex').slice(0, 16)
}

function stepsOf(text: string): Revision['steps'] {
  const secrets = [...text.matchAll(/!Secret ([\w-]+)/g)].map(([, name = '']) => name)
  return [...text.matchAll(/^- name: (.+)\n {2}image: (.+)$/gm)].map(([, name = '', image = '']) => ({
    name,
    type: 'container',
    image,
    dependsOn: [],
    secrets,
  }))
}
