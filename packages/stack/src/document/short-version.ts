/** A version for display: a commit is shortened to its first eight digits. */
export function shortVersion(version: string): string {
  return /^[0-9a-f]{40}$/.test(version) ? version.slice(0, 8) : version
}
