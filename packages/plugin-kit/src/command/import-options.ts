import type {Command} from '@oclif/core'
import * as Flags from '@oclif/core/flags'

import {parseDuration} from '@rde/time'

import {commonFlags} from './flags.js'
import {lineProgress} from '../progress/line-progress.js'
import {releaseServices} from '../extensions/release-services.js'
import type {ReleaseServices} from '../extensions/service.js'

/** Flags of every command that imports images into the cluster, with the default time limit. */
export function importFlags(timeout: string, limits = 'everything') {
  return {
    ...commonFlags,
    timeout: Flags.string({description: `Time limit for ${limits}.`, default: timeout}),
  }
}

export interface ImportCommandOptions extends ReturnType<typeof lineProgress> {
  readonly timeoutMs: number
  readonly release: ReleaseServices
}

/** The options that these flags stand for. */
export function importOptions(
  command: Pick<Command, 'config' | 'jsonEnabled'>,
  flags: {readonly quiet: boolean; readonly verbose: boolean; readonly timeout: string},
): ImportCommandOptions {
  return {
    timeoutMs: parseDuration(flags.timeout),
    release: releaseServices(command.config),
    ...lineProgress({...flags, json: command.jsonEnabled()}),
  }
}
