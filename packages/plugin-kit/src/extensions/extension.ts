import type {JsonSchema, SectionDeclaration} from '@rde/config'
import type {RdeError} from '@rde/errors'

import type {Contribution} from '../../types/index.js'

/** A team's plugin that is installed here, and what it adds. */
export interface Extension {
  readonly name: string
  readonly version: string
  /** Its folder: what the paths of its components start from. */
  readonly root: string
  readonly contribution: Contribution
}

/** What becomes of an extension that cannot be used: it ends the command, unless it is only reported. */
export type OnBroken = (error: RdeError) => void

/** What the extension says of its section of config.json. */
export function sectionDeclaration({name, contribution}: Extension): SectionDeclaration {
  const {settings, credentials = {}} = contribution
  return {extension: name, schema: settings as JsonSchema | undefined, credentials: Object.keys(credentials)}
}
