import {formatProblem, type Problem} from '@rde/config/schema/problem'
import {exitCodes, RdeError} from '@rde/errors'
import {commandLine} from '@rde/process-runner/masking/command-line'

/** All problems of a stack file, in one error. */
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

/** The named stack does not exist. */
export function absentStack(path: string): RdeError {
  return new RdeError(`There is no stack at ${path}.`, {
    code: 'RDE_STACK_ABSENT',
    exitCode: exitCodes.usage,
    remedies: [{what: 'Create a folder with all sources', command: 'rde stack pull -o DIR'}],
  })
}

/** The changes to the stack in config.json are invalid. */
export function invalidChanges(problems: readonly Problem[]): RdeError {
  const list = problems.map((problem) => `  ${formatProblem(problem)}`).join('\n')
  return new RdeError(`With the changes of config.json (stack.components) the stack is invalid:\n${list}`, {
    code: 'RDE_STACK_INVALID',
    exitCode: exitCodes.usage,
    remedies: [{what: 'Correct them', command: 'rde config edit'}],
  })
}
