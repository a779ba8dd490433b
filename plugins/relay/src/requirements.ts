/** What a call of the relay CLI needs from rde: the bridge, the cluster itself (`relay dev`), or nothing. */
export type Requirement = 'bridge' | 'cluster' | 'nothing'

const standaloneCommands = new Set(['completion', 'config', 'context', 'doc', 'help', 'version'])
/** Flags with a value: `-o json`, `-yo json`. */
const takesValue = /^(--(config|context|out)|-[a-z]*[cox])$/

/** Unknown commands get the bridge: it costs only a few milliseconds. */
export function requirementOf(args: readonly string[]): Requirement {
  const [command, subcommand] = wordsOf(args)
  if (command === undefined || standaloneCommands.has(command)) return 'nothing'
  if (command !== 'dev') return 'bridge'
  return subcommand === undefined || subcommand === 'metadata' ? 'nothing' : 'cluster'
}

/** The first two words that are neither flags nor the values of flags. */
function wordsOf(args: readonly string[]): string[] {
  const words = args.filter((word, index) => !word.startsWith('-') && !takesValue.test(args[index - 1] ?? ''))
  return words.slice(0, 2)
}
