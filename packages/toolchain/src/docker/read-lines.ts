import {isRdeError, RdeError} from '@rde/errors'

/** What the client printed, line by line, as `read` understands it. A wrapper in place of docker may print anything. */
export function readLines<Line>(lines: readonly string[], read: (line: string) => Line): Line[] {
  try {
    return lines.map(read)
  } catch (error) {
    if (isRdeError(error)) throw error
    throw new RdeError(`docker did not print what rde asked for, but: ${(lines[0] ?? '').slice(0, 60)}`, {
      code: 'RDE_DOCKER_UNREADABLE',
      exitCode: 3,
      remedies: [{what: 'See which docker it is', command: 'command -v docker && docker version'}],
    })
  }
}
