import {ImageReference} from '@rde/images'
import type {Service, Session} from '@rde/plugin-kit'

import {useServices, type UseOptions} from '../services/use.js'
import {keptTag} from '../versions/available-versions.js'

/** Gives what the services run now a name in Docker, by which it is found again after a kill as well. */
export async function keepVersions(session: Session, services: readonly Service[], signal: AbortSignal): Promise<void> {
  const {docker} = session.tools({signal})
  const ids = await docker.imageIds()
  for (const {local} of services) {
    const {familiar} = ImageReference.parse(local)
    if (ids.has(familiar)) await docker.tag(familiar, keptName(local))
  }
}

/** Runs again what ran before the test, and forgets its names. */
export async function restoreVersions(
  session: Session,
  services: readonly Service[],
  options: Omit<UseOptions, 'versions' | 'remember'>,
): Promise<void> {
  const {docker} = session.tools({signal: options.signal})
  const ids = await docker.imageIds()
  const kept = services.filter(({local}) => ids.has(keptName(local)))
  if (kept.length === 0) return
  options.report('running again what ran before')
  const versions = kept.map(({name}) => `${name}@${keptTag}`)
  const {failed} = await useServices(session, {...options, versions, remember: false})
  const [failure] = failed
  if (failure !== undefined) throw failure.error
  for (const {local} of kept) await docker.untag(keptName(local))
}

function keptName(local: string): string {
  return `${ImageReference.parse(local).familiarName}:${keptTag}`
}
