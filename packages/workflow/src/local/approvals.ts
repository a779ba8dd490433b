import {exitCodes, RdeError} from '@rde/errors'

import type {WorkflowFile} from '../file/open-workflow.js'
import type {Ask} from '../run/run-request.js'

export type Approval = 'approved' | 'rejected'

export interface ApprovalOptions {
  readonly file: Pick<WorkflowFile, 'path' | 'document'>
  /** Steps that are approved in advance. */
  readonly approve: readonly string[]
  readonly ask: Ask | undefined
}

/** Decides approvals by the command line, or else asks, one at a time. Throws (exit 2) if it cannot ask. */
export function decideApprovals({file, approve, ask}: ApprovalOptions): (step: string) => Promise<Approval> {
  const steps = file.document.steps.filter((step) => step.type === 'approval')
  const names = steps.map(({name}) => name)
  checkKnown(approve, names)
  const open = names.filter((name) => !approve.includes(name))
  if (open.length > 0 && ask === undefined) throw cannotAsk(open, file.path)
  let before: Promise<unknown> = Promise.resolve()
  return async (step) => {
    if (approve.includes(step)) return 'approved'
    const {description} = steps.find(({name}) => name === step) ?? {}
    const question = [description, `Approve ${step}?`].filter(Boolean).join(' ')
    const asked = before.then(() => ask!(question))
    before = asked.catch(() => undefined)
    return (await asked) ? 'approved' : 'rejected'
  }
}

function checkKnown(approve: readonly string[], approvals: readonly string[]): void {
  const unknown = approve.find((name) => !approvals.includes(name))
  if (unknown === undefined) return
  const known = approvals.length === 0 ? 'it has none' : `its approval steps: ${approvals.join(', ')}`
  throw new RdeError(`There is no approval step ${unknown} in the workflow; ${known}.`, {
    code: 'RDE_WORKFLOW_APPROVAL',
    exitCode: exitCodes.usage,
    outcome: 'Nothing was run.',
  })
}

function cannotAsk(steps: readonly string[], path: string): RdeError {
  const flags = steps.map((step) => `--approve ${step}`).join(' ')
  return new RdeError(`${steps.join(', ')} must be approved, and there is no terminal to ask on.`, {
    code: 'RDE_WORKFLOW_APPROVAL',
    exitCode: exitCodes.usage,
    outcome: 'Nothing was run.',
    remedies: [{what: 'Approve in the command', command: `rde workflow run ${path} --on host ${flags}`}],
  })
}
