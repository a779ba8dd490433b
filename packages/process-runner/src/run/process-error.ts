import {stripVTControlCharacters} from 'node:util'

import {commandLine} from '../masking/command-line.js'
import type {ProcessRequest} from './process-runner.js'

/** Why a program failed: it did not start, it exited with a code other than 0, or rde stopped it. */
export type ProcessFailure = 'not-started' | 'exit-code' | 'timed-out' | 'cancelled' | 'killed'

/** How a program ended; successfully if there is no `failure`. */
export interface ProgramEnd {
  readonly failure?: ProcessFailure
  /** `exit code 1`, `did not start (there is no such program)`. */
  readonly summary: string
  readonly exitCode?: number | undefined
  readonly stdout: string
  readonly stderr: string
}

export function endOf(failure: ProcessFailure | undefined, summary: string, exitCode?: number): ProgramEnd {
  return {...(failure && {failure}), summary, exitCode, stdout: '', stderr: ''}
}

export interface ProcessEnd {
  readonly failure: ProcessFailure
  /** One line, without what the program printed. */
  readonly summary: string
  readonly exitCode?: number | undefined
  readonly stdout?: string
  readonly stderr?: string
}

/** A program did not start, or did not end with exit code 0. The message ends with the program's last output lines. */
export class ProcessError extends Error {
  override readonly name = 'ProcessError'
  readonly failure: ProcessFailure
  readonly exitCode: number | undefined
  readonly stderr: string
  /** Pasteable. A method, not a field: otherwise, printing the error would show it, including its input. */
  readonly commandLine: () => string

  constructor(request: ProcessRequest, {failure, summary, exitCode, stdout = '', stderr = ''}: ProcessEnd) {
    super([summary, ...lastLines(stderr.trim() === '' ? stdout : stderr, 5)].join('\n'))
    this.failure = failure
    this.exitCode = exitCode
    this.stderr = stderr
    this.commandLine = () => commandLine(request)
  }
}

/** Recognises a ProcessError by its fields: it may come from another copy of this package. */
export function isProcessError(error: unknown): error is ProcessError {
  return error instanceof Error && error.name === 'ProcessError' && 'failure' in error
}

function lastLines(text: string, count: number): string[] {
  return stripVTControlCharacters(text)
    .split('\n')
    .filter((line) => line.trim() !== '')
    .slice(-count)
}
