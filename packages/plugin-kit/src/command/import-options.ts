import type {Command} from '@oclif/core'
import * as Flags from '@oclif/core/flags'

import {parseDuration} from '@rde/time'

import {commonFlags} from './flags.js'
import {lineProgress} from '../progress/line-progress.js'
import {releaseServices} from '../extensions/release-services.js'
import type {ReleaseServices} from '../extensions/service.js'

/** What every command takes that brings images into the cluster, with the time that it has unless told otherwise. */
export function importFlags(timeout: string, limits = 'everything') {
  return {
    ...commonFlags,
    timeout: Flags.string({description: `Time limit for ${limits}.`, default: timeout}),
  }
}

export interface ImportWay extends ReturnType<typeof lineProgress> {
  readonly timeoutMs: number
  readonly release: ReleaseServices
}

/** In what way it does so: by those flags. */
export function importOptions(
  command: Pick<Command, 'config' | 'jsonEnabled'>,
  flags: {readonly quiet: boolean; readonly verbose: boolean; readonly timeout: string},
): ImportWay {
  return {
    timeoutMs: parseDuration(flags.timeout),
    release: releaseServices(command.config),
    ...lineProgress({...flags, json: command.jsonEnabled()}),
  }
}
