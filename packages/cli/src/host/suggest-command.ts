import {editDistance} from '@rde/errors'

/** Never suggested for a typing mistake: these commands delete or stop something. */
const destructive = /(^|:)(delete|remove|stop|cancel|reject|uninstall|unlink|unset|reset)$/

/** What users of other tools type. The first existing command is suggested. */
const shortcuts: Readonly<Record<string, readonly string[]>> = {
  start: ['cluster:start'],
  up: ['cluster:start'],
  stop: ['cluster:stop'],
  down: ['cluster:stop'],
  status: ['cluster:status'],
  ps: ['cluster:status'],
  doctor: ['doctor', 'cluster:status'],
  logs: ['workflow:logs'],
  run: ['workflow:run'],
  import: ['images:import'],
}

/**
 * The words of the command that was probably meant, keeping the arguments; undefined if none is near. `ids` are
 * commands and topics, their words joined by colons.
 */
export function suggestCommand(typed: readonly string[], ids: readonly string[]): readonly string[] | undefined {
  const help = typed.indexOf('help')
  if (help > 0) return ['help', ...typed.slice(0, help), ...typed.slice(help + 1)]
  const [first = '', ...rest] = typed
  const shortcut = shortcuts[first]?.find((id) => ids.includes(id))
  if (shortcut !== undefined) return [...shortcut.split(':'), ...rest]
  const id = nearestId(typed, ids)
  return id === undefined ? undefined : [...id.split(':'), ...typed.slice(id.split(':').length)]
}

/** Arguments may follow the command, so each id is compared with as many words as it has. */
function nearestId(typed: readonly string[], ids: readonly string[]): string | undefined {
  const rated = ids.map((id) => {
    const wordCount = id.split(':').length
    return {id, wordCount, editDistance: editDistance(id, typed.slice(0, wordCount).join(':'))}
  })
  // A correctly typed topic is not a suggestion.
  const near = rated.filter(({id, editDistance}) => editDistance > 0 && isNear(id, typed))
  // The longest of the nearest: `clustre start` is rather `cluster start` than `cluster`.
  const best = near.sort((a, b) => b.wordCount - a.wordCount || a.editDistance - b.editDistance)[0]?.id
  return best === undefined || destructive.test(best) ? undefined : best
}

/** Compares word by word: `cluster logs` is not a mistyped `cluster stop`, although they share a long word. */
function isNear(id: string, typed: readonly string[]): boolean {
  const near = (word: string, index: number) =>
    editDistance(word, typed[index] ?? '') <= Math.max(1, Math.floor(word.length / 3))
  return id.split(':').every(near)
}
