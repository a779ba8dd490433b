import * as Flags from '@oclif/core/flags'

/** What every command that runs tools takes. */
export const commonFlags = {
  verbose: Flags.boolean({char: 'v', description: 'Print every command line that rde runs.', helpGroup: 'GLOBAL'}),
  quiet: Flags.boolean({char: 'q', description: 'Suppress progress output.', helpGroup: 'GLOBAL'}),
}
