import type {Session} from '@rde/plugin-kit'
import {takeInventory} from '@rde/toolchain/cluster-inventory'
import type {ClusterInventory, EngineInfo, LocalImage} from '@rde/toolchain'

/** What is asked before anything else, so that Docker answers while rde still loads what the work takes. */
export interface Foreknown {
  readonly inventory: Promise<ClusterInventory>
  /** Where images were asked for: only what is sent is compared with it. */
  readonly engine: Promise<EngineInfo> | undefined
  /** By the references that were asked for; undefined where Docker has none of that name. */
  readonly images: ReadonlyMap<string, Promise<LocalImage | undefined>>
}

/** Asks for the cluster, these images, and the engine that they are for. What fails does so where it is awaited. */
export function askAhead(session: Session, references: readonly string[], signal: AbortSignal): Foreknown {
  const {docker} = session.tools({signal})
  const inventory = takeInventory(docker, session.identity)
  const engine = references.length === 0 ? undefined : docker.info()
  const images = new Map(references.map((reference) => [reference, docker.image(reference)]))
  for (const answer of [inventory, engine, ...images.values()]) answer?.catch(() => {})
  return {inventory, engine, images}
}
