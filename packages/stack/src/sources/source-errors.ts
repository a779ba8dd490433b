import {isRdeError, RdeError, type Remedy} from '@rde/errors'

const failed = 'RDE_DOWNLOAD_FAILED'

const fromFolder: Remedy = {
  what: 'Or download it by hand and start from a folder',
  command: 'rde cluster start --stack DIR',
}

/** A source that must be on this machine, but is not. */
export function missingSource(path: string): RdeError {
  return new RdeError(`${path} is missing.`, {
    code: 'RDE_STACK_SOURCE_MISSING',
    remedies: [{what: 'Download all sources of the stack', command: 'rde stack pull -o DIR'}],
  })
}

/** `from` is the address or the path of the content. */
export function wrongChecksum(from: string, {expected, got}: {expected: string; got: string}): RdeError {
  return new RdeError(`${from} is not what the stack expects.\nexpected SHA-256 ${expected}\ngot      SHA-256 ${got}`, {
    code: 'RDE_CHECKSUM',
    remedies: [
      {what: 'If the new content is correct, put its sum into your own stack file', command: 'rde stack show'},
      fromFolder,
    ],
    outcome: 'The file was not used.',
  })
}

interface Download {
  readonly address: string
  readonly reason: string
}

export type FailedDownload = RdeError & {readonly downloads: readonly Download[]}

/** A failed download. */
export function failedDownload(address: string, reason: string): FailedDownload {
  return downloadError([{address, reason}])
}

/** Combines failed downloads into one error: a line for each cause, with a count. */
export function failedDownloads(failures: readonly FailedDownload[]): FailedDownload {
  const all = failures.flatMap(({downloads}) => downloads)
  return downloadError([...new Map(all.map((download) => [download.address, download])).values()])
}

export function isFailedDownload(error: unknown): error is FailedDownload {
  return isRdeError(error) && error.code === failed
}

function downloadError(downloads: readonly Download[]): FailedDownload {
  const causes = [...new Set(downloads.map(({reason}) => causeOf(reason)))]
  const lines = causes.map((cause) => {
    const alike = downloads.filter(({reason}) => causeOf(reason) === cause)
    const [first] = alike
    return alike.length === 1
      ? `${first!.address} cannot be downloaded: ${first!.reason}`
      : `${alike.length} files cannot be downloaded: ${cause}`
  })
  const remedies = [{what: 'Try again', command: 'rde cluster start'}, fromFolder]
  return Object.assign(new RdeError(lines.join('\n'), {code: failed, remedies}), {downloads})
}

/** The messages of Node, helm and proxies for the same network problem. */
const causes: readonly (readonly [words: RegExp, cause: string])[] = [
  [/ENOTFOUND|EAI_AGAIN|no such host|name resolution/i, 'the server names cannot be resolved; is there a network?'],
  [/ECONNREFUSED|connection refused/i, 'the servers refuse the connection'],
  [/ENETUNREACH|EHOSTUNREACH|network is unreachable|no route to host/i, 'the network is unreachable'],
  [/ETIMEDOUT|i\/o timeout|timed out|nothing came/i, 'the servers do not answer'],
]

function causeOf(reason: string): string {
  return causes.find(([words]) => words.test(reason))?.[1] ?? reason
}
