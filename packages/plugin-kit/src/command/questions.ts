import {createInterface} from 'node:readline'
import {Writable} from 'node:stream'

import {RdeError} from '@rde/errors'

import {interrupted, onInterruption} from './interruption.js'

/** Where a question is asked: standard input and standard error, except in tests. */
export interface QuestionStreams {
  readonly input: NodeJS.ReadableStream & {readonly isTTY?: boolean}
  readonly output: NodeJS.WritableStream & {readonly isTTY?: boolean}
}

const standardStreams = (): QuestionStreams => ({input: process.stdin, output: process.stderr})

/** Whether there is a terminal to ask on. */
export function hasTerminal({input, output}: QuestionStreams = standardStreams()): boolean {
  return input.isTTY === true && output.isTTY === true
}

/**
 * Asks until the answer is yes or no; Enter alone is no. Ctrl-C is an error (`Interrupted.`, exit 130), Ctrl-D is no.
 */
export async function askYesNo(question: string, streams = standardStreams()): Promise<boolean> {
  for (let text = `${question} [y/N] `; ; text = 'Please answer y or n: ') {
    const answer = (await askLine(text, streams))?.trim() ?? ''
    if (/^y(es)?$/i.test(answer)) return true
    if (/^(no?)?$/i.test(answer)) return false
  }
}

/** Asks for a line. Ctrl-C and Ctrl-D are errors (`Interrupted.`, exit 130). */
export async function askText(question: string, streams = standardStreams()): Promise<string> {
  const answer = await askLine(question, streams)
  if (answer === undefined) throw interrupted()
  return answer
}

/** Asks for a line that is not shown while it is typed. Ctrl-C and Ctrl-D are errors (`Interrupted.`, exit 130). */
export async function askHidden(
  question: string,
  {input, output}: QuestionStreams = standardStreams(),
): Promise<string> {
  let shown = false
  // readline echoes what is typed on its output: only the question is let through.
  const questionOnly = new Writable({
    write(_chunk, _encoding, done) {
      if (!shown) output.write(question)
      shown = true
      done()
    },
  })
  const answer = await askLine(question, {input, output: questionOnly}).finally(() => output.write('\n'))
  if (answer === undefined) throw interrupted()
  return answer
}

export interface ConfirmOptions {
  /** `Delete the cluster rde?` */
  readonly question: string
  /** The error when the answer is no: `Not deleted.` */
  readonly refused: string
  /** The command that needs no answer, as the user would type it. */
  readonly instead: string
  /** The state after a no; `Nothing was changed.` unless given. */
  readonly outcome?: string
}

/** Asks for a yes and throws otherwise. Without a terminal it is wrong usage (exit 2); `instead` is the remedy. */
export async function confirm(options: ConfirmOptions, streams = standardStreams()): Promise<void> {
  const {question, refused, instead, outcome = 'Nothing was changed.'} = options
  if (!hasTerminal(streams)) {
    throw new RdeError(`${question} There is no terminal to ask on.`, {
      code: 'RDE_NOT_CONFIRMED',
      exitCode: 2,
      outcome,
      remedies: [{what: 'Answer in the command', command: instead}],
    })
  }
  if (!(await askYesNo(question, streams))) throw new RdeError(refused, {code: 'RDE_NOT_CONFIRMED', outcome})
}

/** The typed line, without its line break; undefined if the input ends instead (Ctrl-D). */
async function askLine(question: string, {input, output}: QuestionStreams): Promise<string | undefined> {
  // `terminal`: Ctrl-C is an event of this question, not a signal to all of rde.
  const lines = createInterface({input, output, terminal: true})
  // A signal from elsewhere ends the question, too: its other handlers would wait for the answer.
  const {signal, end} = onInterruption()
  try {
    return await new Promise((resolve, reject) => {
      const interrupt = () => reject(signal.aborted ? (signal.reason as Error) : interrupted())
      signal.addEventListener('abort', interrupt, {once: true})
      lines.once('SIGINT', interrupt).once('close', () => {
        output.write('\n')
        resolve(undefined)
      })
      lines.question(question, resolve)
    })
  } catch (error) {
    output.write('\n')
    throw error
  } finally {
    lines.removeAllListeners('close')
    end()
    lines.close()
  }
}
