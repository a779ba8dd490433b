import {isRdeError, RdeError, type Remedy} from '@rde/errors'

const failed = 'RDE_DOWNLOAD_FAILED'

const fromFolder: Remedy = {
  what: 'Or bring it by hand and start from a folder',
  command: 'rde cluster start --stack DIR',
}

/** A source that is looked for on this machine only, and is not here. */
export function missingSource(path: string): RdeError {
  return new RdeError(`${path} is missing.`, {
    code: 'RDE_STACK_SOURCE_MISSING',
    remedies: [{what: 'Bring all sources of the stack', command: 'rde stack pull -o DIR'}],
  })
}

/** `from` is the address or the path that the content came from. */
export function wrongChecksum(from: string, {expected, got}: {expected: string; got: string}): RdeError {
  return new RdeError(`${from} is not what the stack expects.\nexpected SHA-256 ${expected}\ngot      SHA-256 ${got}`, {
    code: 'RDE_CHECKSUM',
    remedies: [
      {what: 'If the new content is right, put its sum into a stack file of your own', command: 'rde stack show'},
      fromFolder,
    ],
    outcome: 'Nothing of it was used.',
  })
}

/** A download that did not work. */
export function failedDownload(address: string, reason: string): RdeError {
  return new RdeError(`${address} cannot be downloaded: ${reason}`, {
    code: failed,
    remedies: [{what: 'Try again', command: 'rde cluster start'}, fromFolder],
  })
}

/** Several of them in one. */
export function failedDownloads(failures: readonly RdeError[]): RdeError {
  const [first] = failures
  const lines = failures.flatMap(({message}) => message.split('\n'))
  return new RdeError([...new Set(lines)].join('\n'), {code: failed, remedies: first?.remedies ?? []})
}

export function isFailedDownload(error: unknown): error is RdeError {
  return isRdeError(error) && error.code === failed
}
