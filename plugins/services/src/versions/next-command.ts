import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'

import {printImport} from '@rde/images'
import {importFlags, importOptions, interruptible, openSession, RdeCommand} from '@rde/plugin-kit'

import {servicesFor} from '../services-for.js'
import {nextVersions} from '../services/next.js'
import {renderCombinations} from '../views/combinations.js'

export const nextDescription =
  'The versions of each service are the tags of its images in Docker and in its registry, if that answers, or the listed versions. Services are sorted by name and versions in order, 1.2 before 1.10; the version of the last service changes first, and the first combination follows the last. The choice is stored in config.json, even if a version does not run.'

export const nextArgs = {
  service: Args.string({
    description: 'Services whose version changes; all with several versions unless given.',
    multiple: true,
    ignoreStdin: true,
  }),
}

export const nextFlags = {
  ...importFlags('5m'),
  versions: Flags.string({
    description: 'Versions to choose from: all, latest:N, V1,V2 or SERVICE=V1,V2. May be repeated.',
    multiple: true,
    multipleNonGreedy: true,
    default: [],
  }),
  show: Flags.boolean({description: 'Show the combinations and change nothing.', default: false}),
}

/** `services next` and `services previous`. */
export abstract class NextCommand extends RdeCommand {
  protected abstract readonly by: 1 | -1

  protected async step(
    {service = []}: {readonly service?: string[] | undefined},
    flags: {quiet: boolean; verbose: boolean; versions: string[]; show: boolean; timeout: string},
  ): Promise<object> {
    const session = openSession(flags)
    const options = {
      services: service,
      versions: flags.versions,
      by: this.by,
      show: flags.show,
      servicesFor: servicesFor(this, session),
      ...importOptions(this, flags),
    }
    const {imported, ...result} = await interruptible({}, (signal) => nextVersions(session, {...options, signal}))
    this.log(renderCombinations(result))
    return {...result, ...(imported && printImport(this, imported))}
  }
}
