import type {StackPlace} from '../document/find-stack.js'
import type {Source} from '../document/source-schema.js'

/** What a source is known by: an address, or the path of one that is not downloaded. */
export function addressOf(source: Source): string {
  if (source.path !== undefined) return source.path
  if (source.type === 'manifest') return source.url ?? source.file
  const {repository, name, version, file = ''} = source
  return repository === undefined ? file : `${repository.replace(/\/$/, '')}/${name ?? ''} ${version}`
}

/** Where a source is taken from in this stack, for the user's eyes. */
export function originOf(source: Source, {complete}: StackPlace): string {
  return complete && source.path === undefined ? (source.file ?? '') : addressOf(source)
}
