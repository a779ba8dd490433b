import {defaultConfig, readConfig, type RdeConfig} from '@rde/config'
import type {Extension, Session} from '@rde/plugin-kit'
import {chooseStack, type ChosenStack, type StackContext} from '@rde/stack'

import {stackExtension} from '../../extensions.js'

export type ExtensionsFor = (config: RdeConfig) => Promise<readonly Extension[]>

export interface OpenOptions {
  readonly choice?: string | undefined
  readonly profile?: RdeConfig['stack']['profile'] | undefined
  readonly signal: AbortSignal
  /** Collects what the extensions add. */
  readonly extensionsFor?: ExtensionsFor
}

/** Opens the stack of a command: `choice`, else the one in config.json, else the built-in one. Needs no cluster. */
export async function openStack(
  {data, identity, tools}: Session,
  {choice, profile, signal, extensionsFor = async () => []}: OpenOptions,
): Promise<{stack: ChosenStack; context: StackContext}> {
  const saved = (await readConfig(data)) ?? defaultConfig(identity)
  const config = {...saved, stack: {...saved.stack, ...(profile !== undefined && {profile})}}
  const extensions = (await extensionsFor(config)).map(stackExtension)
  const stack = await chooseStack({identity, data, config, choice, extensions})
  return {stack, context: {helm: tools({signal}).helm, signal, config: () => config}}
}
