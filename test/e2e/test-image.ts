import {spawnSync} from 'node:child_process'

import {docker, dockerWithInput} from './docker.js'

/** Small images with a shell: the lab's, or the one of Docker Hub. */
const bases = ['lab/busybox:1', 'busybox:1']

/** What test images are made from: the one that is here, else the one that Docker will pull. */
export function baseImage(): string {
  return bases.find((name) => spawnSync('docker', ['image', 'inspect', name]).status === 0) ?? bases[1]!
}

/** An image that exists nowhere but here. */
export class TestImage {
  constructor(readonly reference: string) {}

  async build(): Promise<void> {
    dockerWithInput(`FROM ${baseImage()}\nLABEL made-by=rde-test\n`, 'build', '--tag', this.reference, '-')
  }

  /** To the registry that listens on this address of the host. */
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
