import {exitCodes, RdeError} from '@rde/errors'
import {askText, hasTerminal} from '@rde/plugin-kit'

/** Parts of names that people give to what others depend on. */
const production = /(^|[^a-z])(prod|production|prd|live)([^a-z]|$)/i

interface Target {
  readonly context: string
  readonly server: string
}

/** Whether a context or its server is called what production clusters are called. */
export function looksLikeProduction({context, server}: Target): boolean {
  return production.test(context) || production.test(URL.canParse(server) ? new URL(server).hostname : server)
}

/**
 * Lets a cluster that looks like production pass only where its context is typed: no flag stands for that, and without a
 * terminal there is no way.
 */
export async function confirmProduction(
  target: Target,
  {ask = askText, canAsk = hasTerminal}: {ask?: (question: string) => Promise<string>; canAsk?: () => boolean} = {},
): Promise<void> {
  if (!looksLikeProduction(target)) return
  const {context, server} = target
  const why = `The context ${context} (${server}) looks like production.`
  if (canAsk() && (await ask(`${why} Type the name of the context to go on: `)).trim() === context) return
  throw new RdeError(canAsk() ? `${why} Its name was not typed.` : `${why} Its name must be typed on a terminal.`, {
    code: 'RDE_CONTEXT_PRODUCTION',
    exitCode: exitCodes.usage,
    remedies: [{what: 'See your contexts', command: 'kubectl config get-contexts'}],
    outcome: 'Nothing was changed.',
  })
}
