import * as Flags from '@oclif/core/flags'

export const secretFlags = {
  local: Flags.boolean({description: 'The secrets of runs without a cluster: kept in a file that only you can read.'}),
}
