import {ImageReference} from '@rde/images'
import {isProcessError} from '@rde/process-runner'
import type {Docker} from '@rde/toolchain'

import type {BuildableService} from './run-builds.js'

type ImageStore = Pick<Docker, 'imageIds' | 'untag'>

/**
 * Removes what earlier builds of these services left in Docker: the names by content that builds such as ko's create,
 * and the previous product if it no longer has a name.
 */
export async function forgetProducts(
  services: readonly BuildableService[],
  before: ReadonlyMap<string, string>,
  docker: ImageStore,
): Promise<void> {
  const ids = await docker.imageIds()
  const named = new Set(ids.values())
  for (const {build} of services) {
    const {familiar, familiarName} = ImageReference.parse(build.image)
    const product = ids.get(familiar)
    const byContent = [...ids].filter(([name, id]) => id !== product && isNameByContent(name, familiarName))
    const last = before.get(familiar)
    const nameless = last !== undefined && last !== product && !named.has(last) ? [last] : []
    for (const image of [...byContent.map(([name]) => name), ...nameless]) await forget(image, docker)
  }
}

/** `ko.local/relay-operator:1f3a…`: no one uses these names. */
function isNameByContent(name: string, familiarName: string): boolean {
  const reference = ImageReference.read(name)
  return reference?.familiarName === familiarName && /^[0-9a-f]{64}$/.test(reference.tag ?? '')
}

/** Docker keeps an image that a container uses. */
async function forget(image: string, docker: ImageStore): Promise<void> {
  await docker.untag(image).catch((error: unknown) => {
    if (!isProcessError(error) || error.failure !== 'exit-code') throw error
  })
}
