import {RdeError} from '@rde/errors'
import type {WorkflowDocument} from '@rde/workflow/document'
import type {LocalRun} from '@rde/workflow/local/run-steps'

import type {Ask} from '../../../../plugins/workflows/src/local/ask-on-terminal.js'

export interface ApprovalWishes {
  readonly document: WorkflowDocument
  /** Steps that are approved beforehand. */
  readonly approve: readonly string[]
  readonly ask: Ask | undefined
}

/** Decides approvals: by the command line, else one question after the other. Throws (exit 2) where one could not be asked. */
export function decideApprovals({document, approve, ask}: ApprovalWishes): LocalRun['decide'] {
  const approvals = document.steps.filter(({type}) => type === 'approval').map(({name}) => name)
  checkKnown(approve, approvals)
  const open = approvals.filter((name) => !approve.includes(name))
  if (open.length > 0 && ask === undefined) throw cannotAsk(open)
  let before = Promise.resolve()
  return (step) => {
    if (approve.includes(step)) return Promise.resolve('approved')
    const asked = before.then(() => ask!(`Approve ${step}?`))
    before = asked.then(() => {})
    return asked.then((yes) => (yes ? 'approved' : 'rejected'))
  }
}

function checkKnown(approve: readonly string[], approvals: readonly string[]): void {
  const unknown = approve.find((name) => !approvals.includes(name))
  if (unknown === undefined) return
  const known = approvals.length === 0 ? 'it has none' : `its approval steps: ${approvals.join(', ')}`
  throw new RdeError(`There is no approval step ${unknown} in the workflow; ${known}.`, {
    code: 'RDE_WORKFLOW_APPROVAL',
    exitCode: 2,
    outcome: 'Nothing was run.',
  })
}

function cannotAsk(steps: readonly string[]): RdeError {
  const flags = steps.map((step) => `--approve ${step}`).join(' ')
  return new RdeError(`${steps.join(', ')} must be approved, and there is no terminal to ask on.`, {
    code: 'RDE_WORKFLOW_APPROVAL',
    exitCode: 2,
    outcome: 'Nothing was run.',
    remedies: [{what: 'Approve in the command', command: `rde workflow run FILE ${flags}`}],
  })
}
