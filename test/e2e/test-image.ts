import {spawnSync} from 'node:child_process'

import {docker, dockerWithInput} from './docker.js'

/** Small images with a shell: the one of the lab, or the one of Docker Hub. */
const bases = ['lab/busybox:1', 'busybox:1']

/** The base of test images: one that is available here, else the one that Docker pulls. */
export function baseImage(): string {
  return bases.find((name) => spawnSync('docker', ['image', 'inspect', name]).status === 0) ?? bases[1]!
}

/** An image that exists only on this machine. */
export class TestImage {
  constructor(readonly reference: string) {}

  async build(): Promise<void> {
    dockerWithInput(`FROM ${baseImage()}\nLABEL made-by=rde-test\n`, 'build', '--tag', this.reference, '-')
  }

  /** Pushes to the registry at this address of the host. */
  push(address: string): void {
    const name = `${address.replace('127.0.0.1', 'localhost')}/${this.reference}`
    docker('tag', this.reference, name)
    docker('push', name)
    docker('rmi', name)
  }

  remove(): void {
    docker('rmi', this.reference)
  }
}
