/** The most characters of a line that are shown. */
const longest = 4000

/** Escape sequences that move the cursor, set titles or make links: everything but colours. */
const otherSequences =
  // eslint-disable-next-line no-control-regex
  /\u001b\[[0-9;?]*[A-LN-Za-ln-z]|\u001b\][^\u0007\u001b]*(?:\u0007|\u001b\\)|\u001b[()#][0-9A-Za-z]|\u001b[=>78cM]/g

/** Control characters, and those that change the direction of text: they would falsify a line. */
// eslint-disable-next-line no-control-regex
const invisible = /[\u0000-\u0008\u000b-\u001a\u001c-\u001f\u007f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g

/** A line as it is shown: without what a terminal would have overwritten, and cut if it is too long. */
export function visibleText(line: string): {text: string; cut: number} {
  const shown = line.replace(/\r+$/, '')
  const overwritten = shown.slice(shown.lastIndexOf('\r') + 1)
  const text = overwritten.replace(otherSequences, '').replace(invisible, '\ufffd')
  return {text: text.slice(0, longest), cut: Math.max(0, text.length - longest)}
}

/** The indexes of the lines that contain a text, ignoring case. */
export function searchLines(lines: readonly string[], text: string): number[] {
  const wanted = text.toLowerCase()
  const found: number[] = []
  for (const [index, line] of lines.entries()) if (line.toLowerCase().includes(wanted)) found.push(index)
  return found
}

/** Splits a text into parts that match and parts that do not. */
export function splitAtMatches(content: string, text: string): Array<{text: string; match: boolean}> {
  if (text === '') return [{text: content, match: false}]
  const [all, wanted] = [content.toLowerCase(), text.toLowerCase()]
  const parts: Array<{text: string; match: boolean}> = []
  let from = 0
  for (let at = all.indexOf(wanted); at !== -1; at = all.indexOf(wanted, from)) {
    if (at > from) parts.push({text: content.slice(from, at), match: false})
    parts.push({text: content.slice(at, at + wanted.length), match: true})
    from = at + wanted.length
  }
  if (from < content.length) parts.push({text: content.slice(from), match: false})
  return parts
}
