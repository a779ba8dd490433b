import type {Check, CheckContext, Finding} from './check.js'

/** A finding and the check that made it. Plain data: `rde doctor --json` prints it. */
export interface CheckResult extends Finding, Pick<Check, 'id' | 'title' | 'problem'> {}

/** Runs all checks side by side and gives all their results, in the order of the checks. */
export async function runChecks(checks: readonly Check[], context: CheckContext): Promise<CheckResult[]> {
  const results = await Promise.all(checks.map((check) => runCheck(check, context)))
  return results.filter((result) => result !== undefined)
}

async function runCheck(check: Check, context: CheckContext): Promise<CheckResult | undefined> {
  if (check.applies && !(await check.applies(context))) return undefined
  const {id, title, problem} = check
  return {id, title, problem, ...(await check.run(context))}
}
