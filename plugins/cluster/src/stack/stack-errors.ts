import {formatProblem, type Problem} from '@rde/config/problem'
import {exitCodes, isRdeError, RdeError, type Remedy} from '@rde/errors'
import {commandLine} from '@rde/process-runner/command-line'

const failed = 'RDE_DOWNLOAD_FAILED'

const fromFolder: Remedy = {
  what: 'Or bring it by hand and start from a folder',
  command: 'rde cluster start --stack DIR',
}

/** Everything that is wrong with a stack file, in one error. */
export function invalidStack(path: string, problems: readonly Problem[]): RdeError {
  const counted = problems.length === 1 ? 'a problem' : `${problems.length} problems`
  const list = problems.map((problem) => `  ${formatProblem(problem)}`).join('\n')
  return new RdeError(`${path} has ${counted}:\n${list}`, {
    code: 'RDE_STACK_INVALID',
    exitCode: exitCodes.usage,
    remedies: [
      {what: 'Correct it, then check it', command: commandLine({file: 'rde', args: ['stack', 'validate', path]})},
    ],
  })
}

/** A stack that was named and is not there. */
export function absentStack(path: string): RdeError {
  return new RdeError(`There is no stack at ${path}.`, {
    code: 'RDE_STACK_ABSENT',
    exitCode: exitCodes.usage,
    remedies: [{what: 'Make a folder that holds everything', command: 'rde stack pull -o DIR'}],
  })
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

/** A source that rde cannot make Kubernetes objects of. */
export function unusableSource(what: string): RdeError {
  return new RdeError(what, {
    code: 'RDE_STACK_SOURCE_INVALID',
    remedies: [{what: 'See where the sources come from', command: 'rde stack show'}],
  })
}

/** What config.json changes in the stack cannot be. */
export function invalidChanges(problems: readonly Problem[]): RdeError {
  const list = problems.map((problem) => `  ${formatProblem(problem)}`).join('\n')
  return new RdeError(`With the changes of config.json (stack.components) the stack is invalid:\n${list}`, {
    code: 'RDE_STACK_INVALID',
    exitCode: exitCodes.usage,
    remedies: [{what: 'Correct them', command: 'rde config edit'}],
  })
}
