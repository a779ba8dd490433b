import type {ClusterIdentity} from '@rde/config'
import {takeInventory, type ClusterInventory, type Docker} from '@rde/toolchain'

/** The containers of the cluster, which several phases want to know: Docker is asked once, until something changes them. */
export class SharedInventory {
  #inventory: Promise<ClusterInventory> | undefined

  constructor(
    private readonly docker: Docker,
    private readonly identity: ClusterIdentity,
  ) {}

  take(): Promise<ClusterInventory> {
    this.#inventory ??= takeInventory(this.docker, this.identity)
    this.#inventory.catch(() => this.forget())
    return this.#inventory
  }

  /** Undefined where Docker does not tell; preflight says why, together with everything else. */
  takeIfAnswered(): Promise<ClusterInventory | undefined> {
    return this.take().catch(() => undefined)
  }

  forget(): void {
    this.#inventory = undefined
  }
}
