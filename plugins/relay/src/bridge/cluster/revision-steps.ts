import {expressionReferences} from '@rde/workflow/checks'
import type {Step, WorkflowDocument} from '@rde/workflow'

import type {RevisionStep} from '../backend.js'

/** The steps of a file, each with the secrets that it refers to. */
export function revisionSteps(document: WorkflowDocument | undefined): RevisionStep[] {
  return (document?.steps ?? []).map((step) => {
    const {name, type, dependsOn} = step
    return {name, type, ...(step.type === 'container' && {image: step.image}), dependsOn, secrets: secretsOf(step)}
  })
}

function secretsOf(step: Step): string[] {
  const own = step.type === 'container' ? [step.spec, step.env] : []
  const references = [...own, step.when].flatMap((expression) => expressionReferences(expression, []))
  const names = references.flatMap(({reference}) => (reference.kind === 'secret' ? [reference.name] : []))
  return [...new Set(names)].sort()
}
