import type {Docker} from '@rde/toolchain/docker/docker'

import type {ImageReference} from '../image-reference.js'
import type {Registry, StoredImage} from './registry.js'

/** The registry of a cluster that rde did not create. Requests go through Docker, with its login. */
export class AttachedRegistry implements Registry {
  readonly host: string
  readonly pushHost: string

  constructor(
    {push, pull}: {readonly push: string; readonly pull: string},
    private readonly docker: Docker,
  ) {
    this.host = pull
    this.pushHost = push
  }

  get hosts(): string[] {
    return [...new Set([this.host, this.pushHost])]
  }

  pushName(reference: ImageReference): string {
    return `${this.pushHost}/${reference.path}`
  }

  podName(reference: ImageReference): string {
    return `${this.host}/${reference.withoutDigest().path}`
  }

  /** Not checked: a failed push reports the reason. */
  async answers(): Promise<boolean> {
    return true
  }

  find(reference: ImageReference): Promise<StoredImage | undefined> {
    const plain = reference.digest === undefined ? reference : reference.withoutTag()
    return this.docker.manifest(this.pushName(plain))
  }
}
