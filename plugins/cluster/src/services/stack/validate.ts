import {defaultConfig, readConfig} from '@rde/config'
import type {Session} from '@rde/plugin-kit'
import {loadStack} from '@rde/stack'

import {stackExtension} from '../../extensions.js'
import type {ExtensionsFor} from './open-stack.js'

export interface ValidStack {
  readonly file: string
  readonly components: readonly string[]
}

/**
 * Checks a stack file, or the one in a folder. Without `choice`, checks the configured stack with the changes of
 * config.json.
 */
export async function validateStack(
  {data, identity}: Session,
  {choice, extensionsFor}: {choice?: string | undefined; extensionsFor: ExtensionsFor},
): Promise<ValidStack> {
  const config = choice === undefined ? await readConfig(data) : undefined
  const planned = config ?? defaultConfig(identity)
  const extensions = choice === undefined ? (await extensionsFor(planned)).map(stackExtension) : []
  const {stack, location} = await loadStack({choice, config: planned, extensions})
  return {file: location.file, components: Object.keys(stack.components)}
}
