import {join} from 'node:path'

import type {ContributeHook, Extension} from '@rde/plugin-kit'

import {runLeftovers} from './checks/run-leftovers.js'
import {workflowDirectory} from './checks/workflow-directory.js'
import {workflowsPhase} from './phases/workflows.js'

/** The bare profile has no engine, so there is no phase to run after. */
const contribute: ContributeHook = async ({rde}) => ({
  apiVersion: 1,
  checks: [workflowDirectory, runLeftovers],
  phases: rde.config.stack.profile === 'bare' ? [] : [workflowsPhase(workflowFilesOf(rde.extensions))],
})

/** The workflow files of extensions. */
function workflowFilesOf(extensions: readonly Extension[] = []): string[] {
  return extensions.flatMap(({root, contribution: {workflows = []}}) => workflows.map((file) => join(root, file)))
}

export default contribute
