import {defaultConfig, readConfig, type RdeConfig} from '@rde/config'
import type {Session} from '@rde/plugin-kit'
import {chooseStack, type ChosenStack, type StackContext} from '@rde/stack'

export interface OpenOptions {
  readonly choice?: string | undefined
  readonly profile?: RdeConfig['stack']['profile'] | undefined
  readonly signal: AbortSignal
}

/** Opens the stack that a command is about: of `choice`, else of config.json, else rde's own. No cluster is needed. */
export async function openStack(
  {data, identity, tools}: Session,
  {choice, profile, signal}: OpenOptions,
): Promise<{stack: ChosenStack; context: StackContext}> {
  const saved = (await readConfig(data)) ?? defaultConfig(identity)
  const config = {...saved, stack: {...saved.stack, ...(profile !== undefined && {profile})}}
  const stack = await chooseStack({identity, data, config, choice})
  return {stack, context: {helm: tools({signal}).helm, signal, config: () => config}}
}
