import {defaultConfig, readConfig} from '@rde/config'
import type {Session} from '@rde/plugin-kit'
import {loadStack} from '@rde/stack'

export interface ValidStack {
  readonly file: string
  readonly components: readonly string[]
}

/** Checks a stack file, or the one of a folder, by itself; without `choice` what config.json makes of its stack. */
export async function validateStack({data, identity}: Session, choice?: string): Promise<ValidStack> {
  const config = choice === undefined ? await readConfig(data) : undefined
  const {stack, place} = await loadStack({choice, config: config ?? defaultConfig(identity)})
  return {file: place.file, components: Object.keys(stack.components)}
}
