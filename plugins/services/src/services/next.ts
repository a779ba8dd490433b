import {ImageReference, type ImportResult} from '@rde/images'
import {requireCluster, type Session} from '@rde/plugin-kit'

import {availableVersions} from '../versions/available-versions.js'
import {chooseAxes, parseVersions, servicesToAsk} from '../versions/choose-axes.js'
import {
  combinationAt,
  combinationIndex,
  countCombinations,
  step,
  type Axis,
  type Combination,
} from '../versions/combinations.js'
import {candidates} from '../versions/service-version.js'
import {useServices, type UseOptions} from './use.js'

export interface NextOptions extends Omit<UseOptions, 'versions' | 'remember'> {
  /** Services whose version changes; all services with several versions if empty. */
  readonly services: readonly string[]
  /** Values of `--versions`. */
  readonly versions: readonly string[]
  readonly by: 1 | -1
  /** Only show the combinations. */
  readonly show: boolean
}

/** The available combinations, and the chosen one. */
export interface NextResult {
  readonly axes: readonly Axis[]
  readonly count: number
  /** Index of the chosen combination; undefined if none was chosen yet. */
  readonly place: number | undefined
  readonly combination: Combination | undefined
  /** The running combination, as far as Docker's tags identify it. */
  readonly running: Combination
  /** Undefined if nothing was to be changed. */
  readonly imported: ImportResult | undefined
}

/** Switches the cluster to the next or previous combination of versions. */
export async function nextVersions(session: Session, options: NextOptions): Promise<NextResult> {
  const {services: names, versions, by, show, servicesFor, signal, note} = options
  const choices = versions.map(parseVersions)
  const {config} = await requireCluster(session, signal)
  const services = await servicesFor(config)
  const imageIds = await session.tools({signal}).docker.imageIds()
  const asked = servicesToAsk({services, names, choices})
  const available = await availableVersions(asked, {imageIds, signal, note})
  const axes = chooseAxes({services, names, choices, available})
  const count = countCombinations(axes)
  const last = combinationIndex(axes, config.services.versions)
  const place = show ? last : step(last, by, count)
  const combination = place === undefined ? undefined : combinationAt(axes, place)
  const chosen = show || combination === undefined ? [] : Object.entries(combination)
  const imported =
    chosen.length === 0
      ? undefined
      : await useServices(session, {
          ...{...options, remember: true},
          versions: chosen.map(([service, version]) => `${service}@${version}`),
        })
  const now = imported === undefined ? config : (await requireCluster(session, signal)).config
  const ids = imported === undefined ? imageIds : await session.tools({signal}).docker.imageIds()
  const running = runningVersions(axes, {services, images: now.images, ids, last: now.services.versions})
  return {axes, count, place, combination, running, imported}
}

type Services = Awaited<ReturnType<NextOptions['servicesFor']>>

interface RunningContext {
  readonly services: Services
  readonly images: ReadonlyArray<{readonly reference: string; readonly imageId: string}>
  readonly ids: ReadonlyMap<string, string>
  /** The last chosen versions, preferred if several tags have the same content. */
  readonly last: Combination
}

/** Finds the version of each service that has the running content. */
function runningVersions(axes: readonly Axis[], {services, images, ids, last}: RunningContext): Combination {
  return Object.fromEntries(
    axes.flatMap(({service: name, versions}) => {
      const service = services.find((one) => one.name === name)!
      const runs = images.find(({reference}) => reference === ImageReference.parse(service.local).familiar)?.imageId
      const isRunning = (version: string) =>
        runs !== undefined && candidates({service, version}).some(({familiar}) => ids.get(familiar) === runs)
      const first = [last[name] ?? '', ...versions].find((version) => versions.includes(version) && isRunning(version))
      return first === undefined ? [] : [[name, first]]
    }),
  )
}
