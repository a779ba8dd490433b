import type {JsonSchema, SectionDeclaration} from '@rde/config'
import type {RdeError} from '@rde/errors'

import type {Contribution} from '../../types/index.js'

/** An installed plugin of a team, and what it adds. */
export interface Extension {
  readonly name: string
  readonly version: string
  /** Its folder: the paths of its components are relative to it. */
  readonly root: string
  readonly contribution: Contribution
}

/** Handles an extension that cannot be used: throws to end the command, or only reports it. */
export type OnBroken = (error: RdeError) => void

/** What the extension declares about its section of config.json. */
export function sectionDeclaration({name, contribution}: Extension): SectionDeclaration {
  const {settings, credentials = {}} = contribution
  return {extension: name, schema: settings as JsonSchema | undefined, credentials: Object.keys(credentials)}
}
