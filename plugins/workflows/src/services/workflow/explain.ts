import {printableValue} from '@rde/errors'
import {toJson} from '@rde/workflow'
import {type ExplainedExpression, explainWorkflow} from '@rde/workflow/expressions'
import {checkDeclared, checkStep, openWorkflowFile, parseParameters, withDefaults} from '@rde/workflow/file'

export interface ExplainOptions {
  readonly file: string
  /** `NAME=VALUE` */
  readonly params: readonly string[]
  readonly step?: string | undefined
}

/** The expressions of a workflow file with these parameters: their values, or what they wait for. */
export async function explainFile({file: path, params, step}: ExplainOptions): Promise<ExplainedExpression[]> {
  const {document} = await openWorkflowFile(path)
  const given = parseParameters(params, path)
  // Missing parameters are allowed: expressions wait for them.
  checkDeclared(document, {given, target: path, command: 'explain'})
  if (step !== undefined) checkStep(document, {step, path})
  const explained = explainWorkflow(document, {parameters: withDefaults(document, given)})
  return step === undefined ? explained : explained.filter((one) => one.step === step)
}

/** For people: each step, followed by its expressions and their values. */
export function renderExplained(expressions: readonly ExplainedExpression[]): string {
  if (expressions.length === 0) return 'No step has an expression.'
  const steps = [...new Set(expressions.map(({step}) => step))]
  return steps
    .map((step) => {
      const lines = expressions.filter((one) => one.step === step).map((one) => `  ${one.place}  ${outcome(one)}`)
      return [printableValue(step), ...lines].join('\n')
    })
    .join('\n\n')
}

function outcome({written, value, waitsFor, error}: ExplainedExpression): string {
  const source = printableValue(typeof written === 'string' ? written : toJson(written))
  if (error !== undefined) return `${source}\n      is wrong: ${printableValue(error)}`
  if (value === undefined) return `${source}\n      waits for ${printableValue(waitsFor.join(', '))}`
  return `${source}\n      = ${printableValue(toJson(value))}`
}
