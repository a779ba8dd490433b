// Plain JavaScript: the fake tools of the acceptance tests load it without a compiler, in each call.
import {basename} from 'node:path'

/** Time limits do not affect the answer. */
const timings = /^(--timeout|--request-timeout|--time|--grace-period)$/
/** The flags without a value that rde uses, so that the word after them is not read as a value. */
const switches =
  /^(--all|--all-namespaces|--client|--detach|--force|--ignore-not-found|--interactive|--no-trunc|--quiet|--rm|--version|--volumes|--wait)$/

/**
 * Whether two calls (`{tool, args}`) are the same for a replayed recording: the same program, verb, objects in order,
 * and flags with their values, in any order. Time limits may differ.
 */
export function isSameCall(one, other) {
  return differences(one, other).length === 0
}

/** The differences between a call and the expected one, in words; first those of verb and objects. */
export function differences(expected, actual) {
  const [wanted, given] = [parsed(expected), parsed(actual)]
  return [
    ...(wanted.words === given.words ? [] : [`not \`${wanted.words}\``]),
    ...without(given.flags, wanted.flags).map((flag) => `unexpected ${flag}`),
    ...without(wanted.flags, given.flags).map((flag) => `missing ${flag}`),
  ]
}

/** The expected calls most similar to this one, with the differences, for a failure message. */
export function nearMisses(expected, actual) {
  const {words} = parsed(actual)
  const near = expected.filter((call) => parsed(call).words === words)
  const lines = near.map(
    (call) => `  expected ${[call.tool, ...call.args].join(' ')}: ${differences(call, actual).join(', ')}`,
  )
  return [...new Set(lines)].join('\n')
}

function parsed({tool, args}) {
  const words = [basename(tool)]
  const flags = []
  const rest = [...args]
  while (rest.length > 0) {
    const word = rest.shift()
    if (word === '--') words.push(word, ...rest.splice(0))
    else if (!/^-./.test(word)) words.push(word)
    else flags.push(flagOf(word, rest))
  }
  const isTiming = ([name]) => timings.test(name) || (name === '-t' && words[1] === 'stop')
  return {words: words.join(' '), flags: flags.filter((flag) => !isTiming(flag)).map((flag) => flag.join(' '))}
}

/** Name and value, in either notation. Removes the value from the words that follow. */
function flagOf(word, rest) {
  const [, name, value] = /^(--[^=]+)=(.*)$/s.exec(word) ?? []
  if (name !== undefined) return [name, value]
  const takesNext = !switches.test(word) && rest.length > 0 && !/^-./.test(rest[0])
  return takesNext ? [word, rest.shift()] : [word]
}

/** Multiset difference. */
function without(flags, others) {
  const left = [...others]
  return flags.filter((flag) => {
    const index = left.indexOf(flag)
    if (index !== -1) left.splice(index, 1)
    return index === -1
  })
}
