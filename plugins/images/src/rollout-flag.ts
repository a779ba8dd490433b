import * as Flags from '@oclif/core/flags'

export const rolloutFlag = Flags.boolean({
  description: 'Roll out the workloads that use the images.',
  default: true,
  allowNo: true,
})
