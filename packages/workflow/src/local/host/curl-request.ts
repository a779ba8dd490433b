/** The request of a curl command line, as far as the stand-in supports it. */
export interface CurlRequest {
  readonly url: string
  readonly method: string
  readonly headers: Readonly<Record<string, string>>
  /** `@FILE` and `@-` stand for the content of a file or of standard input. */
  readonly body?: string
  /** A status of 400 or higher is a failure (`-f`). */
  readonly fail: boolean
  readonly silent: boolean
  readonly showError: boolean
  readonly output?: string
}

interface Parsed {
  flags: Set<string>
  values: Map<string, string>
  headers: Array<readonly [string, string]>
  urls: string[]
}

const flags: Readonly<Record<string, string>> = {
  f: 'fail',
  s: 'silent',
  S: 'show-error',
  fail: 'fail',
  silent: 'silent',
  'show-error': 'show-error',
}
const valued: Readonly<Record<string, string>> = {
  ...{X: 'request', H: 'header', d: 'data', T: 'upload-file', o: 'output', K: 'config', config: 'config'},
  ...{request: 'request', header: 'header', data: 'data', 'data-raw': 'data-raw', 'data-binary': 'data'},
  ...{'upload-file': 'upload-file', output: 'output'},
}

/** Whether the rest of the request comes from standard input (`-K -`), which keeps a token off the command line. */
export function readsConfig(words: readonly string[]): boolean {
  return parse(words).values.has('config')
}

/** Parses arguments. Throws on unsupported ones: a stand-in must not guess. `config`: the standard input for `-K -`. */
export function curlRequest(words: readonly string[], config = ''): CurlRequest {
  const {flags: set, values, headers, urls: typed} = parse(words)
  if ((values.get('config') ?? '-') !== '-') throw new Error('the option config is supported with standard input only')
  const urls = [...typed, ...configuredUrls(config)]
  if (urls.length !== 1) throw new Error(`expected one URL, got ${urls.length}`)
  const body = bodyOf(values)
  const upload = values.has('upload-file')
  const form = body !== undefined && !upload ? {'content-type': 'application/x-www-form-urlencoded'} : {}
  return {
    url: urls[0]!,
    method: values.get('request') ?? (upload ? 'PUT' : body === undefined ? 'GET' : 'POST'),
    headers: {...form, ...Object.fromEntries(headers)},
    ...(body !== undefined && {body}),
    fail: set.has('fail'),
    silent: set.has('silent'),
    showError: set.has('show-error'),
    ...(values.has('output') && {output: values.get('output')!}),
  }
}

/** Parses lines of the form `url = "http://…"`. */
function configuredUrls(config: string): string[] {
  const lines = config.split('\n').filter((line) => line.trim() !== '')
  return lines.map((line) => {
    const [, url] = /^\s*url\s*[=:]?\s*"?([^"\s]+)"?\s*$/.exec(line) ?? []
    if (url === undefined) throw new Error('only the setting url is supported in the input of -K')
    return url
  })
}

function bodyOf(values: ReadonlyMap<string, string>): string | undefined {
  const file = values.get('upload-file')
  if (file !== undefined) return `@${file}`
  return values.get('data') ?? escapedBody(values.get('data-raw'))
}

/** `--data-raw` does not read files: a leading `@` is literal, which `body` cannot express. */
function escapedBody(text: string | undefined): string | undefined {
  if (text?.startsWith('@') === true) throw new Error('--data-raw with a leading @ is not supported')
  return text
}

function parse(words: readonly string[]): Parsed {
  const parsed: Parsed = {flags: new Set(), values: new Map(), headers: [], urls: []}
  const rest = [...words]
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (word.startsWith('--')) takeOption(word.slice(2), rest, parsed)
    else if (word.startsWith('-') && word !== '-') takeLetters(word.slice(1), rest, parsed)
    else parsed.urls.push(word)
  }
  return parsed
}

/** `-fsS`, `-XPUT`, `-X PUT` */
function takeLetters(letters: string, rest: string[], parsed: Parsed): void {
  for (const [index, letter] of [...letters].entries()) {
    if (flags[letter] === undefined) {
      const attached = letters.slice(index + 1)
      if (attached !== '') rest.unshift(attached)
      takeOption(letter, rest, parsed)
      return
    }
    takeOption(letter, rest, parsed)
  }
}

function takeOption(name: string, rest: string[], {flags: set, values, headers}: Parsed): void {
  const flag = flags[name]
  const key = valued[name]
  if (flag !== undefined) set.add(flag)
  else if (key === undefined) throw new Error(`unsupported option ${name.length === 1 ? '-' : '--'}${name}`)
  else {
    const value = rest.shift()
    if (value === undefined) throw new Error(`the option ${name} needs a value`)
    if (key === 'header') headers.push(header(value))
    else values.set(key, value)
  }
}

function header(text: string): readonly [string, string] {
  const colon = text.indexOf(':')
  if (colon === -1) throw new Error(`"${text}" is not a header`)
  return [text.slice(0, colon).trim().toLowerCase(), text.slice(colon + 1).trim()]
}
