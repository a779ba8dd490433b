import {expressionReferences} from '../checks/references.js'
import type {Expression, Problem, Step, WorkflowDocument} from '../document.js'
import type {Locate, Path} from '../go-yaml/yaml-file.js'

export interface ImpliedDependencies {
  readonly document: WorkflowDocument
  /** A notice for each dependency that was added. */
  readonly notices: readonly Problem[]
}

/**
 * Adds to `dependsOn` of each step the steps whose outputs it uses, as the hosted Relay did. relay-core does not do
 * this: a step would start together with the one whose outputs it uses, and get the expressions themselves.
 */
export function implyDependencies(document: WorkflowDocument, at: Locate): ImpliedDependencies {
  const known = new Set(document.steps.map(({name}) => name))
  const notices: Problem[] = []
  const steps = document.steps.map((step, index) => {
    const used = outputsUsed(step, ['steps', index]).filter(({from}) => known.has(from) && from !== step.name)
    const added = new Map(used.map(({from, path}) => [from, path]))
    for (const name of step.dependsOn) added.delete(name)
    for (const [from, path] of added) {
      const message = `step "${step.name}" waits for "${from}", since it uses its output`
      notices.push({...at(path), severity: 'notice', message})
    }
    if (added.size === 0) return step
    return {...step, dependsOn: [...step.dependsOn, ...added.keys()], implied: [...added.keys()]}
  })
  return {document: {...document, steps}, notices}
}

export interface UsedOutput {
  /** The step that sets it. */
  readonly from: string
  readonly path: Path
}

/** The steps whose outputs a step uses, in the order of the file, each with the path of its last use. */
export function outputsUsed(step: Step, path: Path): UsedOutput[] {
  const own: Record<string, Expression | undefined> =
    step.type === 'container' ? {spec: step.spec, env: step.env} : {description: step.description}
  return Object.entries({...own, when: step.when}).flatMap(([key, expression]) =>
    expressionReferences(expression, [...path, key]).flatMap(({reference, path: usedAt}) =>
      reference.kind === 'output' ? [{from: reference.name, path: usedAt}] : [],
    ),
  )
}
