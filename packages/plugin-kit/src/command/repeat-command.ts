import type {Remedy} from '@rde/errors'
import {quoteWord} from '@rde/process-runner/masking/command-line'

import type {TypedCommand} from './usage-error.js'

/** A flag as oclif declares it. */
export interface FlagShape {
  readonly type?: 'boolean' | 'option'
  readonly char?: string
  readonly multiple?: boolean
}

export interface RepeatableCommand extends TypedCommand {
  readonly flags: Readonly<Record<string, FlagShape>>
}

/** One flag of a command line with its value, or one argument. */
interface Part {
  /** Undefined for an argument. */
  readonly flag?: string
  readonly value?: string
  /** As the shell takes it. */
  readonly text: string
}

/**
 * Adds all typed flags to a remedy that repeats the user's command, except those that it sets itself. It keeps its own
 * arguments: it may concern only one of several.
 */
export function repeatCommand({without = [], ...remedy}: Remedy, typed: RepeatableCommand): Remedy {
  const own = new RegExp(`^((?:[A-Z_]+=\\S+ )*${typed.bin} ${typed.name})(?: (.*))?$`, 's')
  const commands = remedy.command.split(/( && | \| )/).map((command) => {
    const [, words, rest = ''] = own.exec(command) ?? []
    return words === undefined ? command : [words, ...merged(rest, without, typed)].join(' ')
  })
  return {...remedy, command: commands.join('')}
}

function merged(rest: string, without: readonly string[], {argv, flags}: RepeatableCommand): string[] {
  const typed = partsOf(
    argv.map((word) => ({word, text: quoteWord(word)})),
    flags,
  ).map(withoutSecret)
  const typedArguments = typed.filter(isArgument)
  // The same arguments are taken as they were typed: the remedy may not quote them.
  const written = typedArguments.map(({value}) => value).join(' ')
  const isSameArguments = written !== '' && `${rest} `.startsWith(`${written} `)
  const ours = partsOf(shellWords(isSameArguments ? rest.slice(written.length) : rest), flags)
  const setByUs = (part: Part) => ours.some((one) => isSame(one, part, flags))
  const kept = typed.filter((part) => !isArgument(part) && !without.includes(part.flag!) && !setByUs(part))
  const named = isSameArguments ? typedArguments : []
  const all = [...named, ...ours.filter(isArgument), ...kept, ...ours.filter((part) => !isArgument(part))]
  return all.map(({text}) => text)
}

const isArgument = ({flag}: Part) => flag === undefined

/** Whether one replaces the other: the same flag and, if it may be repeated, the same name before `=`. */
function isSame(one: Part, other: Part, flags: RepeatableCommand['flags']): boolean {
  if (one.flag === undefined || one.flag !== other.flag) return false
  return flags[one.flag]?.multiple !== true || nameOf(one) === nameOf(other)
}

const nameOf = ({value = ''}: Part) => value.split('=')[0]

interface Word {
  readonly word: string
  readonly text: string
}

function partsOf(words: readonly Word[], flags: RepeatableCommand['flags']): Part[] {
  const parts: Part[] = []
  for (let at = 0; at < words.length; at += 1) {
    const {word, text} = words[at]!
    if (word === '--') return [...parts, ...words.slice(at + 1).map(argument)]
    const {flag, value} = flagOf(word, flags)
    const next = words[at + 1]
    if (flag === undefined) parts.push(argument(words[at]!))
    else if (value !== undefined || flags[flag]?.type !== 'option' || next === undefined)
      parts.push({flag, text, ...(value !== undefined && {value})})
    else {
      parts.push({flag, value: next.word, text: `${text} ${next.text}`})
      at += 1
    }
  }
  return parts
}

function argument({word, text}: Word): Part {
  return {value: word, text}
}

/** `--name`, `--name=value`, `-n`, `-nvalue`. */
function flagOf(word: string, flags: RepeatableCommand['flags']): {flag?: string; value?: string} {
  const long = /^--([^=]+)(?:=(.*))?$/s.exec(word)
  if (long) return {flag: long[1]!, ...(long[2] !== undefined && {value: long[2]})}
  const short = /^-([A-Za-z])=?(.*)$/s.exec(word)
  if (!short) return {}
  const flag = Object.keys(flags).find((name) => flags[name]?.char === short[1]) ?? short[1]!
  return {flag, ...(short[2] !== '' && {value: short[2]!})}
}

/** A secret that was typed is not shown again, neither on a screen nor in a CI log. */
function withoutSecret(part: Part): Part {
  const {flag, value = ''} = part
  if (flag !== 'secret' || !value.includes('=') || value.includes('=@')) return part
  return {...part, text: `--secret ${nameOf(part)}=…`}
}

/** The words of a remedy, quoted or not. */
function shellWords(text: string): Word[] {
  return (text.match(/(?:'[^']*'|\\.|[^\s'])+/g) ?? []).map((word) => ({
    word: word.replaceAll(/'([^']*)'|\\(.)/g, '$1$2'),
    text: word,
  }))
}
