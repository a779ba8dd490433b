import type {Step, Value, WorkflowDocument} from '@rde/workflow/document'

import type {RevisionStep} from '../backend.js'

/** `${secrets.token}` or `${secrets['token']}` within a text. */
const inText = /\bsecrets(?:\.([A-Za-z_][\w-]*)|\[\s*(['"])(.*?)\2\s*\])/g

/** The steps of a file, each with the secrets that it refers to. */
export function revisionSteps(document: WorkflowDocument | undefined): RevisionStep[] {
  return (document?.steps ?? []).map((step) => {
    const {name, type, dependsOn} = step
    return {name, type, ...(step.type === 'container' && {image: step.image}), dependsOn, secrets: secretsOf(step)}
  })
}

function secretsOf(step: Step): string[] {
  return [...new Set(namesIn(step as unknown as Value))].sort()
}

function namesIn(value: Value | undefined): string[] {
  if (typeof value === 'string') return namesInText(value)
  if (Array.isArray(value)) return value.flatMap(namesIn)
  if (typeof value !== 'object' || value === null) return []
  const {$type: type, name} = value as Readonly<Record<string, Value>>
  if (type === 'Secret' && typeof name === 'string') return [name]
  return Object.values(value).flatMap(namesIn)
}

function namesInText(text: string): string[] {
  const templates = text.match(/\$\{[^}]*\}/g) ?? []
  return templates.flatMap((template) =>
    [...template.matchAll(inText)].map(([, plain, , quoted]) => plain ?? quoted ?? ''),
  )
}
