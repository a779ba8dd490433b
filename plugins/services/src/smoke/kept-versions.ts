import {ImageReference} from '@rde/images'
import type {Service, Session} from '@rde/plugin-kit'

import {useServices, type UseOptions} from '../services/use.js'
import {keptTag} from '../versions/available-versions.js'
import {candidates} from '../versions/service-version.js'
import type {SmokePlan} from './state.js'

interface KeepOptions {
  /** The plan of a stopped test that is not resumed: the versions that it left running are not kept. */
  readonly stopped: SmokePlan | undefined
  readonly signal: AbortSignal
}

/** Tags the running versions of the services in Docker, so that they are found again even after a kill. */
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

/** Restores the versions from before the test, and removes their tags. */
export async function restoreVersions(
  session: Session,
  services: readonly Service[],
  options: Omit<UseOptions, 'versions' | 'remember'>,
): Promise<void> {
  const {docker} = session.tools({signal: options.signal})
  const ids = await docker.imageIds()
  const kept = services.filter(({local}) => ids.has(keptName(local)))
  if (kept.length === 0) return
  options.report('restoring the previous versions')
  const versions = kept.map(({name}) => `${name}@${keptTag}`)
  const {failed} = await useServices(session, {...options, versions, remember: false})
  const [failure] = failed
  if (failure !== undefined) throw failure.error
  for (const {local} of kept) await docker.untag(keptName(local))
}

/** The command that restores the versions after a stopped test. */
export function restoreCommand(services: readonly Service[]): string {
  return `rde services use ${services.map(({name}) => `${name}@${keptTag}`).join(' ')}`
}

function keptName(local: string): string {
  return `${ImageReference.parse(local).familiarName}:${keptTag}`
}
