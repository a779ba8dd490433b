import {createInterface, type Interface} from 'node:readline'
import {Writable} from 'node:stream'

import {RdeError} from '@rde/errors'

import {interrupted} from './interruption.js'

/** Where a question is asked: standard input and standard error, but for tests. */
export interface QuestionStreams {
  readonly input: NodeJS.ReadableStream & {readonly isTTY?: boolean}
  readonly output: NodeJS.WritableStream & {readonly isTTY?: boolean}
}

const ours = (): QuestionStreams => ({input: process.stdin, output: process.stderr})

/** Whether there is a terminal to ask on. */
export function hasTerminal({input, output}: QuestionStreams = ours()): boolean {
  return input.isTTY === true && output.isTTY === true
}

/**
 * Asks until the answer is yes or no; Enter alone is no. Ctrl-C is an error (`Interrupted.`, exit 130), Ctrl-D is no.
 */
export async function askYesNo(question: string, streams = ours()): Promise<boolean> {
  for (let text = `${question} [y/N] `; ; text = 'Please answer y or n: ') {
    const answer = (await askLine(text, streams))?.trim() ?? ''
    if (/^y(es)?$/i.test(answer)) return true
    if (/^(no?)?$/i.test(answer)) return false
  }
}

/** Asks for a line that is not shown while it is typed. Ctrl-C and Ctrl-D are errors (`Interrupted.`, exit 130). */
export async function askHidden(question: string, {input, output}: QuestionStreams = ours()): Promise<string> {
  output.write(question)
  // readline shows what is typed on its output: this one drops it.
  const nowhere = new Writable({write: (_chunk, _encoding, done) => done()})
  const answer = await askLine('', {input, output: nowhere}).finally(() => output.write('\n'))
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
  /** What became of things without a yes; `Nothing was changed.` unless given. */
  readonly outcome?: string
}

/** Asks for a yes and throws unless it is given. Without a terminal that is wrong usage (exit 2): `instead` says how. */
export async function confirm(options: ConfirmOptions, streams = ours()): Promise<void> {
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

/** A line that is typed, without its end; undefined where the input ends instead (Ctrl-D). */
async function askLine(question: string, {input, output}: QuestionStreams): Promise<string | undefined> {
  // `terminal`: the terminal's own line editing, and Ctrl-C as an event instead of a signal to all of rde.
  const lines = createInterface({input, output, terminal: true})
  try {
    return await answerTo(question, lines, output)
  } finally {
    lines.close()
  }
}

function answerTo(question: string, lines: Interface, output: NodeJS.WritableStream): Promise<string | undefined> {
  return new Promise((resolve, reject) => {
    lines.once('SIGINT', () => {
      output.write('\n')
      reject(interrupted())
    })
    lines.once('close', () => {
      output.write('\n')
      resolve(undefined)
    })
    lines.question(question, (answer) => {
      lines.removeAllListeners('close')
      resolve(answer)
    })
  })
}
