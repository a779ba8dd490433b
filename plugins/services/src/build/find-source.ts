import {access} from 'node:fs/promises'
import {join, resolve} from 'node:path'

import {exitCodes, RdeError} from '@rde/errors'

import type {BuildableService} from './run-builds.js'

export interface SourceOptions {
  /** The folder that the user named, if any. */
  readonly given: string | undefined
  /** `services.source` of config.json. */
  readonly configured: string | null
  readonly currentFolder: string
  /** The command of the user, to suggest it with a folder. */
  readonly command: string
}

/** The source folder of all these services. Throws RDE_SERVICE_SOURCE (exit 2) if it is not their source. */
export async function findSource(services: readonly BuildableService[], options: SourceOptions): Promise<string> {
  const {given, configured, currentFolder} = options
  const source = resolve(currentFolder, given ?? configured ?? currentFolder)
  for (const service of services) if (!(await isSourceOf(service, source))) throw notTheSource(service, source, options)
  return source
}

function isSourceOf({build: {needs}}: BuildableService, folder: string): Promise<boolean> {
  return access(join(folder, needs)).then(
    () => true,
    () => false,
  )
}

function notTheSource(
  {name, build: {needs}}: BuildableService,
  source: string,
  {given, configured, command}: SourceOptions,
): RdeError {
  const why = given !== undefined ? '' : configured === null ? ' (the current folder)' : ' (services.source)'
  return new RdeError(`${source}${why} is not the source of ${name}: it has no ${needs}.`, {
    code: 'RDE_SERVICE_SOURCE',
    exitCode: exitCodes.usage,
    remedies: [
      {what: 'Name the folder of the source', command: `${command} --source DIR`},
      {what: 'Or set it for good', command: 'rde config set services.source /path/to/source'},
    ],
    outcome: 'Nothing was built.',
  })
}
