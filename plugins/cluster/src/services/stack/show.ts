import type {RdeConfig} from '@rde/config'
import {exitCodes, isRdeError} from '@rde/errors'
import type {Session} from '@rde/plugin-kit'
import {isProcessError} from '@rde/process-runner'
import {originOf, type ChosenStack, type Stack, type StackContext} from '@rde/stack'

import {openStack, type OpenOptions} from './open-stack.js'

export interface ComponentView {
  readonly id: string
  readonly title: string
  readonly version: string
  readonly after: readonly string[]
  readonly sources: readonly {readonly type: string; readonly from: string; readonly sha256: string | null}[]
  /** Undefined if the sources are not available. */
  readonly images: readonly string[] | undefined
  readonly problem: string | undefined
  readonly notes: readonly string[]
}

export interface StackView
  extends Pick<RdeConfig['stack'], 'profile' | 'ingress'>, Pick<Stack, 'serviceImages' | 'probe'> {
  /** The stack file. */
  readonly file: string
  readonly components: readonly ComponentView[]
}

/** Lists what a start would install. Downloads the sources, which name the images. Needs no cluster. */
export async function showStack(session: Session, options: OpenOptions): Promise<StackView> {
  const {stack, context} = await openStack(session, options)
  const {profile, ingress} = context.config().stack
  const {probe} = stack.declared
  const serviceImages = Object.fromEntries(stack.services.map(({name, ...image}) => [name, image]))
  const components = await Promise.all(stack.components.map((component) => view(component, stack, context)))
  return {file: stack.location.file, profile, ingress, components, serviceImages, probe}
}

async function view(
  {id, title, version, after, sources}: ChosenStack['components'][number],
  stack: ChosenStack,
  context: StackContext,
): Promise<ComponentView> {
  const declared = sources.map((source) => ({
    type: source.type,
    from: originOf(source, stack.location),
    sha256: source.sha256,
  }))
  const about = {id, title, version, after, sources: declared}
  try {
    const {notes} = await stack.render(id, context)
    return {...about, images: await stack.imagesOf(id, context), problem: undefined, notes}
  } catch (error) {
    const known = isRdeError(error) ? error.oclif.exit !== exitCodes.toolUnavailable : isProcessError(error)
    if (context.signal.aborted || !known) throw error
    return {...about, images: undefined, problem: (error as Error).message, notes: []}
  }
}
