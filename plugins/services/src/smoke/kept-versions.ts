import {ImageReference} from '@rde/images'
import type {Service, Session} from '@rde/plugin-kit'

import {useServices, type UseOptions} from '../services/use.js'
import {keptTag} from '../versions/available-versions.js'
import {candidates} from '../versions/service-version.js'
import type {SmokePlan} from './state.js'

interface KeepOptions {
  /** Of a test that was stopped and is not gone on with: what it left running is not what ran before it. */
  readonly stopped: SmokePlan | undefined
  readonly signal: AbortSignal
}

/** Gives what the services run now a name in Docker, by which it is found again after a kill as well. */
export async function keepVersions(
  session: Session,
  services: readonly Service[],
  {stopped, signal}: KeepOptions,
): Promise<void> {
  const {docker} = session.tools({signal})
  const ids = await docker.imageIds()
  for (const service of services) {
    const {familiar} = ImageReference.parse(service.local)
    const isKept = ids.has(keptName(service.local)) && isOfTest(service, stopped, ids)
    if (ids.has(familiar) && !isKept) await docker.tag(familiar, keptName(service.local))
  }
}

/** Whether a service runs one of the versions of a test. */
function isOfTest(service: Service, plan: SmokePlan | undefined, ids: ReadonlyMap<string, string>): boolean {
  const runs = ids.get(ImageReference.parse(service.local).familiar)
  const versions = plan?.axes.find((axis) => axis.service === service.name)?.versions ?? []
  return versions.flatMap((version) => candidates({service, version})).some(({familiar}) => ids.get(familiar) === runs)
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

/** The command that does so, for whoever stops a test. */
export function restoreCommand(services: readonly Service[]): string {
  return `rde services use ${services.map(({name}) => `${name}@${keptTag}`).join(' ')}`
}

function keptName(local: string): string {
  return `${ImageReference.parse(local).familiarName}:${keptTag}`
}
