import {RdeError} from '@rde/errors'

const units: Readonly<Record<string, number>> = {ms: 1, s: 1_000, m: 60_000, h: 3_600_000}

/** Milliseconds of a duration as Go's tools write it: `90s`, `10m`, `1h30m`. Throws (exit 2) on anything else. */
export function parseDuration(text: string): number {
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h)/g)]
  if (parts.length === 0 || parts.map(([part]) => part).join('') !== text) {
    throw new RdeError(`"${text}" is not a duration.`, {
      code: 'RDE_DURATION',
      exitCode: 2,
      remedies: [{what: 'Write it as', command: '90s, 10m or 1h30m'}],
    })
  }
  return parts.reduce((sum, [, count, unit]) => sum + Number(count) * units[unit!]!, 0)
}

/** `0.6 s`, `12 s`, `3 min 5 s`: as many digits as a reader wants. */
export function formatDuration(ms: number): string {
  const seconds = ms / 1_000
  if (seconds < 99.95) return `${seconds.toFixed(1)} s`
  return `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`
}
