/** The SHA-256 of a file in a file of sums: lines of sha256sum(1), with or without folders, or only the sum. */
export function sumIn(text, file) {
  const rows = text
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+\*?/))
  const [sum] =
    rows.length === 1 && rows[0].length === 1 ? rows[0] : (rows.find(([, path]) => baseName(path) === file) ?? [])
  return /^[0-9a-f]{64}$/i.test(sum ?? '') ? sum.toLowerCase() : undefined
}

/** The differences between the sums of a table and the published ones, as messages. */
export function differences(table, published) {
  return Object.entries(table).flatMap(([name, {version, sha256}]) =>
    Object.entries(sha256)
      .map(([platform, sum]) => ({what: `${name} ${version} for ${platform}`, sum, found: published[name]?.[platform]}))
      .filter(({sum, found}) => sum !== found)
      .map(({what, sum, found}) => `${what}: the table has ${sum}, the project publishes ${found ?? 'none'}`),
  )
}

const baseName = (path = '') => path.split('/').at(-1)
