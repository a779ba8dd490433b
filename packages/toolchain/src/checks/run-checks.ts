import type {Check, CheckContext, Finding} from './check.js'

/** A finding and its check. Plain data: `rde doctor --json` prints it. */
export interface CheckResult extends Finding, Pick<Check, 'id' | 'category' | 'title' | 'problem'> {}

/** Runs all checks concurrently; resolves with their results in the order of the checks. */
export async function runChecks<Context extends CheckContext>(
  checks: readonly Check<Context>[],
  context: Context,
): Promise<CheckResult[]> {
  const results = await Promise.all(checks.map((check) => runCheck(check, context)))
  return results.filter((result) => result !== undefined)
}

async function runCheck<Context extends CheckContext>(
  check: Check<Context>,
  context: Context,
): Promise<CheckResult | undefined> {
  if (check.applies && !(await check.applies(context))) return undefined
  const {id, category, title, problem} = check
  return {id, category, title, problem, ...(await check.run(context))}
}
