import {exitCodes, isRdeError} from '@rde/errors'
import type {Session} from '@rde/plugin-kit'
import {isProcessError} from '@rde/process-runner'

import {componentImages} from '../../stack/component-images.js'
import {renderComponent} from '../../stack/render-component.js'
import {resolveSource} from '../../stack/resolve-source.js'
import {selectComponents, type SelectedComponent, type Selection} from '../../stack/select-components.js'
import {originOf} from '../../stack/source-address.js'
import {openStack, type StackSession} from '../../stack/stack-session.js'
import type {Stack} from '../../stack/stack-schema.js'

export interface ComponentView {
  readonly id: string
  readonly title: string
  readonly version: string
  readonly after: readonly string[]
  readonly sources: readonly {readonly type: string; readonly from: string; readonly sha256: string | null}[]
  /** Undefined where the sources cannot be had. */
  readonly images: readonly string[] | undefined
  readonly problem: string | undefined
  readonly notes: readonly string[]
}

export interface StackView extends Selection, Pick<Stack, 'serviceImages' | 'probe'> {
  /** The stack file. */
  readonly file: string
  readonly components: readonly ComponentView[]
}

export interface ShowOptions {
  readonly choice?: string | undefined
  readonly profile?: Selection['profile'] | undefined
  readonly signal: AbortSignal
}

/** What a start would install. Brings the sources, which name the images; asks no cluster. */
export async function showStack(session: Session, {choice, profile, signal}: ShowOptions): Promise<StackView> {
  const opened = await openStack(session, {choice, signal})
  const {stack, place, config} = opened
  const selection = {profile: profile ?? config.stack.profile, ingress: config.stack.ingress}
  const components = selectComponents(stack, selection)
  return {
    file: place.file,
    ...selection,
    components: await Promise.all(components.map((component) => view(component, opened, signal))),
    serviceImages: stack.serviceImages,
    probe: stack.probe,
  }
}

async function view(component: SelectedComponent, opened: StackSession, signal: AbortSignal): Promise<ComponentView> {
  const {id, title, version, after} = component
  const declared = component.sources.map((source) => ({
    type: source.type,
    from: originOf(source, opened.place),
    sha256: source.sha256,
  }))
  const about = {id, title, version, after}
  try {
    const sources = await Promise.all(component.sources.map((source) => resolveSource(source, opened.means)))
    const rendered = await renderComponent(component, sources, opened)
    const images = await componentImages(rendered, opened)
    const notes = [...sources.flatMap(({note}) => note ?? []), ...rendered.warnings]
    return {...about, sources: declared, images, problem: undefined, notes}
  } catch (error) {
    const known = isRdeError(error) ? error.oclif.exit !== exitCodes.toolUnavailable : isProcessError(error)
    if (signal.aborted || !known) throw error
    return {...about, sources: declared, images: undefined, problem: (error as Error).message, notes: []}
  }
}
