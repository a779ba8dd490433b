type Environment = Readonly<Record<string, string | undefined>>

/** How the user called rde, where `rde` alone would not be found: `./rde`. Set by the script of a checkout. */
const variable = 'RDE_TYPED_AS'

/** A command line of rde in a hint, so that it works as it is printed: `rde cluster start` is `./rde cluster start` there. */
export function asTyped(command: string, env: Environment = process.env): string {
  const typed = env[variable]
  const sentence = asTypedIn(command, env)
  const first = /(^|&& |\$\(|\w=\S+ )rde (?=\S)/g
  return typed ? sentence.replace(first, (_, before: string) => `${before}${typed} `) : sentence
}

/**
 * A sentence of ours with its command lines of rde as they are to be typed: `rde cluster start` in it is `./rde cluster start`.
 * Only commands that we have: a sentence may be about rde.
 */
export function asTypedIn(text: string, env: Environment = process.env): string {
  const typed = env[variable]
  const named = nameCluster(text, env)
  return typed ? named.replace(known, `${typed} `) : named
}

/** Those of the tools take any flag for their own. */
const tools = /(kubectl|helm|relay) /.source
const ours =
  /((?:workflow secret|cluster|config|images|services|stack|support|workflow) [a-z]+|(?:start|stop|status|doctor|smoke|ui)(?![\w-]))/
    .source
/** Commands that work on a cluster, by their words, where no cluster is named yet. */
const unnamed = new RegExp(`(?<![\\w/@'"\`.-]|RDE_CLUSTER=\\S+ )rde (?:${tools}|${ours}(?![^\\n&]*--cluster\\b))`, 'g')

const known = new RegExp(
  `(?<![\\w/@'"\`.-])rde (?=${tools}|${ours}|(?:plugins|help|completion|autocomplete|version)(?![\\w-]))`,
  'g',
)

/** They choose a cluster by their argument, or none. */
const without = /^cluster (list|use|attach|detach)$/

/**
 * Names the cluster in each command line of rde in a text, where this rde was told which one to work on: the same command in
 * another terminal must not work on another cluster.
 */
export function nameCluster(text: string, env: Environment = process.env): string {
  const cluster = env['RDE_CLUSTER']
  if (!cluster) return text
  return text.replace(unnamed, (found, tool: string | undefined, words: string) => {
    if (tool !== undefined) return `RDE_CLUSTER=${cluster} ${found}`
    return without.test(words) ? found : `${found} --cluster ${cluster}`
  })
}
