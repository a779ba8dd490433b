import {RdeError} from '@rde/errors'

const units: Readonly<Record<string, number>> = {ms: 1, s: 1_000, m: 60_000, h: 3_600_000}

/** Parses a duration in Go's notation (`90s`, `10m`, `1h30m`) into milliseconds. Throws (exit 2) on anything else. */
export function parseDuration(text: string): number {
  // Anchored: otherwise the match is tried from every digit of a long row.
  if (!/^(?:\d+(?:\.\d+)?(?:ms|s|m|h))+$/.test(text)) {
    throw new RdeError(`"${text}" is not a duration.`, {
      code: 'RDE_DURATION',
      exitCode: 2,
      remedies: [{what: 'Write it as', command: '90s, 10m or 1h30m'}],
    })
  }
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h)/g)]
  return parts.reduce((sum, [, count, unit]) => sum + Number(count) * units[unit!]!, 0)
}

/** Formats a measured time: `0.6 s`, `12.3 s`, `3 min 5 s`, `2 h 4 min`. */
export function formatDuration(ms: number): string {
  const seconds = ms / 1_000
  return seconds < 99.95 ? `${seconds.toFixed(1)} s` : inUnits(ms).join(' ')
}

/** Formats a configured time: `500 ms`, `90 s`, `2 min`, `1 h 30 min`. */
export function formatLimit(ms: number): string {
  if (ms < 1_000) return `${Math.round(ms)} ms`
  const seconds = Math.round(ms / 1_000)
  if (seconds < 120 && seconds !== 60) return `${seconds} s`
  return inUnits(ms)
    .filter((part) => !part.startsWith('0 '))
    .join(' ')
}

/** The two largest units, rounded once, so that 179.6 s are `3 min 0 s`. */
function inUnits(ms: number): [string, string] {
  const seconds = Math.round(ms / 1_000)
  if (seconds < 3_600) return [`${Math.floor(seconds / 60)} min`, `${seconds % 60} s`]
  const minutes = Math.round(seconds / 60)
  return [`${Math.floor(minutes / 60)} h`, `${minutes % 60} min`]
}
