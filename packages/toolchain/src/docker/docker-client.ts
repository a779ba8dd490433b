import type {Duplex} from 'node:stream'

import {RdeError} from '@rde/errors'
import {isProcessError, type ProcessOutput, type ProcessRunner} from '@rde/process-runner'

import {reasonOfSilence, saysSilence, silenceRemedies} from '../engine/silent-engine.js'

const askMs = 20_000

/** Asks Docker, each call with a deadline, and tells a Docker that does not answer from one that refuses. */
export class DockerClient {
  constructor(
    private readonly runner: ProcessRunner,
    private readonly file: string,
  ) {}

  async ask(args: readonly string[], timeoutMs = askMs, input?: string): Promise<ProcessOutput> {
    try {
      return await this.runner.capture({
        file: this.file,
        args,
        timeoutMs,
        ...(input !== undefined && {input, hidesInput: true}),
      })
    } catch (error) {
      throw unanswered(error, `docker ${args[0]} took longer than ${timeoutMs / 1_000} s`) ?? error
    }
  }

  /** What a call reads and prints, for as long as the stream is open. */
  connect(args: readonly string[]): Duplex {
    return this.runner.connect({file: this.file, args})
  }

  /** The lines of its answer, without the empty ones. */
  async lines(args: readonly string[]): Promise<string[]> {
    const {stdout} = await this.ask(args)
    return stdout.split('\n').filter((line) => line !== '')
  }
}

export function silentEngine(said: string, {timedOut = false} = {}): RdeError {
  const [, address = ''] = /((?:unix|npipe):\/\/\S+?)[.:]?(?:\s|$)/.exec(said) ?? []
  const reason = timedOut ? 'timeout' : reasonOfSilence(said, address)
  const where = process.env['DOCKER_HOST'] ? ' at the address that DOCKER_HOST names' : ''
  return new RdeError(`Docker does not answer${where}: ${said}`, {
    code: 'RDE_DOCKER_UNREACHABLE',
    exitCode: 3,
    remedies: silenceRemedies({address, reason, said}, process.platform, process.env),
  })
}

/** "Docker does not answer" is not "there is none": whoever asks must stop, not conclude. */
function unanswered(error: unknown, tooLong: string): RdeError | undefined {
  if (!isProcessError(error) || error.failure === 'cancelled') return undefined
  const silent = error.failure === 'timed-out' || error.failure === 'not-started'
  if (!silent && !saysSilence(error.stderr)) return undefined
  // Not the error's message: it begins with a command line that the user neither typed nor can mend.
  const [said = error.message] = error.stderr.trim().split('\n').filter(Boolean).slice(-1)
  const timedOut = error.failure === 'timed-out'
  return silentEngine(timedOut ? tooLong : said, {timedOut})
}
