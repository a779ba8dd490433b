/** The parts of a command in oclif's manifest that completion uses. */
export interface KnownCommand {
  readonly id: string
  readonly summary?: string | undefined
  readonly hidden?: boolean | undefined
  readonly strict?: boolean | undefined
  readonly aliases?: readonly string[] | undefined
  readonly args: Readonly<Record<string, KnownArg>>
  readonly flags: Readonly<Record<string, KnownFlag>>
  /** The kinds of arguments or flags whose name is not their kind: `{name: 'workflow'}`. */
  readonly completion?: Readonly<Record<string, string>> | undefined
}

export interface KnownArg {
  readonly name: string
  readonly options?: readonly string[] | undefined
}

export interface KnownFlag extends KnownArg {
  readonly type: 'boolean' | 'option'
  readonly char?: string | undefined
  readonly summary?: string | undefined
  readonly description?: string | undefined
  readonly hidden?: boolean | undefined
  readonly multiple?: boolean | undefined
  readonly allowNo?: boolean | undefined
}

export interface Candidate {
  readonly value: string
  readonly description?: string | undefined
  /** The word continues after it: no space follows. */
  readonly open?: boolean | undefined
}

/** What to complete at the cursor. */
export type Wanted =
  | {readonly what: 'candidates'; readonly candidates: readonly Candidate[]}
  | {readonly what: 'value'; readonly value: ValueWanted}

export interface ValueWanted {
  readonly command: KnownCommand
  readonly kind: string
  readonly options?: readonly string[] | undefined
  /** The part of the word before the value: `--on=`. */
  readonly prefix: string
  readonly current: string
  readonly args: Readonly<Record<string, string>>
  readonly flags: Readonly<Record<string, readonly string[]>>
}

export interface KnownTopic {
  readonly name: string
  readonly description?: string | undefined
}

/** Determines what to complete. `topics`: for their descriptions. */
export function whatIsWanted(
  words: readonly string[],
  current: string,
  {commands, topics}: {readonly commands: readonly KnownCommand[]; readonly topics: readonly KnownTopic[]},
): Wanted {
  const visible = commands.filter(({hidden}) => !hidden)
  const named = visible.flatMap((command) => [command.id, ...(command.aliases ?? [])].map((id) => ({id, command})))
  const depth = words.findIndex((_, index) => !isBeginning(words.slice(0, index + 1), named))
  const path = depth === -1 ? words : words.slice(0, depth)
  const found = named.find(({id}) => id === path.join(':'))
  const below = depth === -1 && !current.startsWith('-') ? nextWords(path, named, topics) : []
  if (found === undefined || path.length === 0) return {what: 'candidates', candidates: below}
  const rest = wantedOf(found.command, words.slice(path.length), current)
  return below.length > 0 && rest.what === 'value' ? {what: 'candidates', candidates: below} : rest
}

type Named = ReadonlyArray<{readonly id: string; readonly command: KnownCommand}>

function isBeginning(words: readonly string[], named: Named): boolean {
  const id = words.join(':')
  return named.some((one) => one.id === id || one.id.startsWith(`${id}:`))
}

function nextWords(path: readonly string[], named: Named, topics: readonly KnownTopic[]): Candidate[] {
  const above = path.map((word) => `${word}:`).join('')
  const found = new Map<string, string | undefined>()
  for (const {id, command} of named.filter((one) => one.id.startsWith(above))) {
    const [word = '', ...more] = id.slice(above.length).split(':')
    const topic = topics.find(({name}) => name === `${above}${word}`)
    if (more.length === 0 || !found.has(word)) found.set(word, more.length === 0 ? command.summary : topic?.description)
  }
  return [...found].map(([value, description]) => ({value, description}))
}

/** What to complete after the words of the command. */
function wantedOf(command: KnownCommand, rest: readonly string[], current: string): Wanted {
  const args: Record<string, string> = {}
  const flags: Record<string, string[]> = {}
  const names = Object.keys(command.args)
  let pending: KnownFlag | undefined
  let onlyArgs = false
  let given = 0
  const value = (name: string, {options}: KnownArg, prefix = '') => {
    const kind = command.completion?.[name] ?? name
    const wanted = {command, kind, options, prefix, current: current.slice(prefix.length), args, flags}
    return {what: 'value', value: wanted} as const
  }
  for (const word of rest) {
    if (pending) {
      ;(flags[pending.name] ??= []).push(word)
      pending = undefined
    } else if (!onlyArgs && word === '--') onlyArgs = true
    else if (!onlyArgs && word.startsWith('-') && word.length > 1) {
      const [, written = '', , inline] = /^(--?[^=]+)(=(.*))?$/s.exec(word) ?? []
      const flag = flagOf(command, written)
      if (flag?.type === 'option' && inline !== undefined) (flags[flag.name] ??= []).push(inline)
      else if (flag?.type === 'option') pending = flag
      else if (flag) flags[flag.name] = []
    } else {
      const name = names[given]
      if (name !== undefined) args[name] = word
      given += 1
    }
  }
  if (pending) return value(pending.name, pending)
  const [, written, prefix] = onlyArgs ? [] : (/^((--[^=]+)=)/s.exec(current)?.slice(0).map(String) ?? [])
  const inline = prefix === undefined ? undefined : flagOf(command, prefix)
  if (inline?.type === 'option') return value(inline.name, inline, written)
  if (!onlyArgs && current.startsWith('-')) return {what: 'candidates', candidates: flagsLeft(command, flags)}
  const isList = command.strict === false || names.length > 0
  const name = names[given] ?? (isList ? names.at(-1) : undefined)
  const takesMore = given < names.length || command.strict === false
  if (name === undefined || !takesMore) return {what: 'candidates', candidates: []}
  return value(name, command.args[name]!)
}

function flagOf({flags}: KnownCommand, written: string): KnownFlag | undefined {
  const all = Object.values(flags)
  if (written.startsWith('--')) {
    const name = written.slice(2)
    return all.find((flag) => flag.name === name || (flag.allowNo && name === `no-${flag.name}`))
  }
  return all.find(({char}) => char !== undefined && written === `-${char}`)
}

function flagsLeft({flags}: KnownCommand, given: Readonly<Record<string, unknown>>): Candidate[] {
  const left = Object.values(flags).filter(({name, hidden, multiple}) => !hidden && (multiple || !(name in given)))
  const named = left.map(({name, summary, description}) => ({value: `--${name}`, description: summary ?? description}))
  return [...named, ...('help' in flags ? [] : [{value: '--help', description: 'Show help.'}])]
}
