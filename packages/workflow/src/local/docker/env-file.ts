/** Splits variables into the lines of an env file and those whose values do not fit into such a file. */
export function envFile(env: Readonly<Record<string, string>>): {
  readonly lines: string
  readonly others: Readonly<Record<string, string>>
} {
  const entries = Object.entries(env)
  const fits = ([, value]: readonly [string, string]) => !/[\r\n]/.test(value)
  return {
    lines: entries
      .filter(fits)
      .map(([name, value]) => `${name}=${value}\n`)
      .join(''),
    others: Object.fromEntries(entries.filter((entry) => !fits(entry))),
  }
}
