import {printableValue} from '@rde/errors'

import type {ShownWorkflow} from '../services/workflow/show.js'

import {moment, renderRuns} from './render-workflows.js'

/** One workflow, for people: its parameters, steps and newest runs. */
export function renderWorkflow({name, revision, savedAt, parameters, steps, runs}: ShownWorkflow): string {
  const defaults = Object.entries(parameters).map(([key, value]) => `${key}=${JSON.stringify(value)}`)
  const facts = [
    savedAt === null ? name : `${name}   revision ${revision ?? 'none'}, saved ${moment(savedAt)} UTC`,
    ...(defaults.length > 0 ? [`Defaults: ${defaults.join(', ')}`] : []),
  ]
  const lines = steps.map((step) => {
    const after = step.dependsOn.length > 0 ? `, after ${step.dependsOn.join(', ')}` : ''
    return `  ${step.name}   ${step.type === 'approval' ? 'approval' : step.image}${after}`
  })
  const newest = runs.length > 0 ? ['', renderRuns(runs.slice(0, 5))] : []
  return [...[...facts, '', 'Steps', ...lines].map(printableValue), ...newest].join('\n')
}
