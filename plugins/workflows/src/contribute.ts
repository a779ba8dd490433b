import type {ContributeHook} from '@rde/plugin-kit'

import {workflowsPhase} from './phases/workflows.js'

/** Where nothing of the engine is chosen there is nothing that its phase could come after. */
const contribute: ContributeHook = async ({rde}) => ({
  apiVersion: 1,
  phases: rde.config.stack.profile === 'bare' ? [] : [workflowsPhase],
})
export default contribute
