const escape = '\u001B'

/**
 * The lines that a terminal of unlimited size shows after these bytes. Supports only the sequences that rde writes, and
 * throws on any other.
 */
export function screen(bytes: string): string[] {
  const lines: string[] = ['']
  let row = 0
  let column = 0
  for (const [part] of bytes.matchAll(new RegExp(`${escape}\\[[0-9;?]*[A-Za-z]|[^]`, 'gu'))) {
    if (part === '\r') column = 0
    else if (part === '\n') lines[(row += 1)] ??= ''
    else if (part.startsWith(escape)) control(part)
    else {
      const line = lines[row]!.padEnd(column)
      lines[row] = line.slice(0, column) + part + line.slice(column + 1)
      column += 1
    }
  }
  return lines

  function control(sequence: string): void {
    const command = sequence.at(-1)
    // Colours, and showing or hiding the cursor.
    if (command === 'm' || /^.\[\?25[hl]$/.test(sequence)) return
    if (command === 'A') row = Math.max(0, row - Number(sequence.slice(2, -1) || 1))
    else if (command === 'G') column = Number(sequence.slice(2, -1) || 1) - 1
    else if (command === 'K') lines[row] = ''
    else if (command === 'J') {
      lines.length = row + 1
      lines[row] = lines[row]!.slice(0, column)
    } else throw new Error(`rde wrote ${JSON.stringify(sequence)}`)
  }
}
