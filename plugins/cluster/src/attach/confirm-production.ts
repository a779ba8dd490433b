import {exitCodes, RdeError} from '@rde/errors'
import {askText, hasTerminal} from '@rde/plugin-kit'

/** Parts of names of production clusters. */
const production = /(^|[^a-z])(prod|production|prd|live)([^a-z]|$)/i

interface Target {
  readonly context: string
  readonly server: string
}

/** Whether the name of a context or of its server looks like production. */
export function looksLikeProduction({context, server}: Target): boolean {
  return production.test(context) || production.test(URL.canParse(server) ? new URL(server).hostname : server)
}

/**
 * For a cluster that looks like production, throws unless the user types the name of its context on a terminal. No flag
 * replaces that.
 */
export async function confirmProduction(
  target: Target,
  {ask = askText, canAsk = hasTerminal}: {ask?: (question: string) => Promise<string>; canAsk?: () => boolean} = {},
): Promise<void> {
  if (!looksLikeProduction(target)) return
  const {context, server} = target
  const reason = `The context ${context} (${server}) looks like production.`
  if (canAsk() && (await ask(`${reason} Type the name of the context to continue: `)).trim() === context) return
  throw new RdeError(
    canAsk() ? `${reason} Its name was not typed.` : `${reason} Its name must be typed on a terminal.`,
    {
      code: 'RDE_CONTEXT_PRODUCTION',
      exitCode: exitCodes.usage,
      remedies: [{what: 'See your contexts', command: 'kubectl config get-contexts'}],
      outcome: 'Nothing was changed.',
    },
  )
}
