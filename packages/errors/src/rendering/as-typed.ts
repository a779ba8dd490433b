type Environment = Readonly<Record<string, string | undefined>>

/** How the user called rde if `rde` is not on PATH: `./rde`. Set by the script of a checkout. */
const variable = 'RDE_TYPED_AS'

/** Rewrites an rde command line so that it works when copied: `rde cluster start` becomes `./rde cluster start`. */
export function asTyped(command: string, env: Environment = process.env): string {
  const typed = env[variable]
  const sentence = asTypedIn(command, env)
  const first = /(^|&& |\$\(|\w=\S+ )rde (?=\S)/g
  return typed ? sentence.replace(first, (_, before: string) => `${before}${typed} `) : sentence
}

/**
 * Rewrites the rde command lines in a sentence as `asTyped` does. Only known commands are rewritten, since a sentence
 * may also mention rde itself.
 */
export function asTypedIn(text: string, env: Environment = process.env): string {
  const typed = env[variable]
  const named = nameCluster(text, env)
  return typed ? named.replace(known, `${typed} `) : named
}

/** Passthrough commands pass every flag to the tool, so they cannot take `--cluster`. */
const tools = /(kubectl|helm|relay) /.source
const ours =
  /((?:workflow secret|cluster|config|images|services|stack|support|workflow) [a-z]+|(?:start|stop|status|doctor|smoke|ui)(?![\w-]))/
    .source
/** Commands that work on a cluster and do not name one yet. */
const unnamed = new RegExp(`(?<![\\w/@'"\`.-]|RDE_CLUSTER=\\S+ )rde (?:${tools}|${ours}(?![^\\n&]*--cluster\\b))`, 'g')

const known = new RegExp(
  `(?<![\\w/@'"\`.-])rde (?=${tools}|${ours}|(?:plugins|help|completion|autocomplete|version)(?![\\w-]))`,
  'g',
)

/** These take the cluster as an argument, or need none. */
const without = /^cluster (list|use|attach|detach)$/

/**
 * Adds the cluster to each rde command line in a text if RDE_CLUSTER is set, so that the same command works on the same
 * cluster in another terminal.
 */
export function nameCluster(text: string, env: Environment = process.env): string {
  const cluster = env['RDE_CLUSTER']
  if (!cluster) return text
  return text.replace(unnamed, (found, tool: string | undefined, words: string) => {
    if (tool !== undefined) return `RDE_CLUSTER=${cluster} ${found}`
    return without.test(words) ? found : `${found} --cluster ${cluster}`
  })
}
