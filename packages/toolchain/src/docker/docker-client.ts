import type {Duplex} from 'node:stream'

import {RdeError} from '@rde/errors'
import {isProcessError, type ProcessOutput, type ProcessRequest, type ProcessRunner} from '@rde/process-runner'

import {unreachableReason, reportsNoEngine, unreachableRemedies} from '../engine/silent-engine.js'

const askMs = 20_000

type Input = Pick<ProcessRequest, 'input' | 'inputFile' | 'hidesInput'>

/** Runs docker, each call with a deadline; distinguishes a Docker that does not answer from one that refuses. */
export class DockerClient {
  constructor(
    private readonly runner: ProcessRunner,
    private readonly file: string,
  ) {}

  async ask(args: readonly string[], timeoutMs = askMs, input: Input = {}): Promise<ProcessOutput> {
    try {
      return await this.runner.capture({file: this.file, args, timeoutMs, ...input})
    } catch (error) {
      throw asUnreachable(error, `docker ${args[0]} took longer than ${timeoutMs / 1_000} s`) ?? error
    }
  }

  /** The standard input and output of a call, until the stream is closed. */
  connect(args: readonly string[]): Duplex {
    return this.runner.connect({file: this.file, args})
  }

  /** The non-empty lines of the output. */
  async lines(args: readonly string[]): Promise<string[]> {
    const {stdout} = await this.ask(args)
    return stdout.split('\n').filter((line) => line !== '')
  }
}

export function engineUnreachable(message: string, {timedOut = false} = {}): RdeError {
  const [, address = ''] = /((?:unix|npipe):\/\/\S+?)[.:]?(?:\s|$)/.exec(message) ?? []
  const reason = timedOut ? 'timeout' : unreachableReason(message, address)
  const where = process.env['DOCKER_HOST'] ? ' at the address that DOCKER_HOST names' : ''
  return new RdeError(`Docker does not answer${where}: ${message}`, {
    code: 'RDE_DOCKER_UNREACHABLE',
    exitCode: 3,
    remedies: unreachableRemedies({address, reason, message}, process.platform, process.env),
  })
}

/** Undefined if Docker answered. A Docker that does not answer is an error: it must not look like an empty result. */
function asUnreachable(error: unknown, timeoutMessage: string): RdeError | undefined {
  if (!isProcessError(error) || error.failure === 'cancelled') return undefined
  const silent = error.failure === 'timed-out' || error.failure === 'not-started'
  if (!silent && !reportsNoEngine(error.stderr)) return undefined
  // Not the error's message: it begins with a command line that the user did not type.
  const [message = error.message] = error.stderr.trim().split('\n').filter(Boolean).slice(-1)
  const timedOut = error.failure === 'timed-out'
  return engineUnreachable(timedOut ? timeoutMessage : message, {timedOut})
}
