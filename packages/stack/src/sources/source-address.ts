import type {StackLocation} from '../document/find-stack.js'
import type {Source} from '../document/source-schema.js'

/** The address of a source, or the path of one that is not downloaded. */
export function addressOf(source: Source): string {
  if (source.path !== undefined) return source.path
  if (source.type === 'manifest') return source.url ?? source.file
  const {repository, name, version, file = ''} = source
  return repository === undefined ? file : `${repository.replace(/\/$/, '')}/${name ?? ''} ${version}`
}

/** The origin of a source in this stack, for display. */
export function originOf(source: Source, {complete}: StackLocation): string {
  return complete && source.path === undefined ? (source.file ?? '') : addressOf(source)
}
