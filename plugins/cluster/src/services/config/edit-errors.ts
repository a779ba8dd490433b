import {isRdeError, RdeError, type Remedy} from '@rde/errors'
import {commandLine} from '@rde/process-runner/command-line'

/** `copy`: what was typed, if anything was. */
export function editorFailed(end: {editor: string; exitCode: number; copy: string | undefined}): RdeError {
  const {editor, exitCode, copy} = end
  return new RdeError(`The editor \`${editor}\` ended with exit code ${exitCode}.`, {
    code: 'RDE_EDITOR_FAILED',
    remedies: [
      ...(copy === undefined ? [] : [goOn(copy)]),
      {what: 'Take another editor', command: 'EDITOR=vi rde config edit'},
    ],
    outcome: outcome(copy),
  })
}

export function noEditor(): RdeError {
  return new RdeError('There is no terminal to edit config.json in.', {
    code: 'RDE_NO_TERMINAL',
    exitCode: 2,
    remedies: [
      {what: 'Change one setting', command: 'rde config set KEY VALUE'},
      {what: 'Or name an editor that needs no terminal', command: "EDITOR='code --wait' rde config edit"},
    ],
  })
}

/** The same failure, with where the typed text is. */
export function notTaken(error: unknown, copy: string): unknown {
  if (!isRdeError(error)) return error
  const {message, code, oclif} = error
  return new RdeError(message, {code, exitCode: oclif.exit, remedies: [goOn(copy)], outcome: outcome(copy)})
}

function goOn(copy: string): Remedy {
  return {
    what: 'Go on with what you typed',
    command: commandLine({file: 'rde', args: ['config', 'edit', '--from', copy]}),
  }
}

function outcome(copy: string | undefined): string {
  return copy === undefined ? 'config.json is as it was.' : `config.json is as it was; what you typed is in ${copy}.`
}
