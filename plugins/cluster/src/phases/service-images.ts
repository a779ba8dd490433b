import type {ImportedImage} from '@rde/config'
import type {Phase, PhaseContext} from '@rde/plugin-kit'
import {familiarName} from '@rde/images'

import type {StackParts} from '../components/stack-parts.js'
import {awaitRegistry} from '../images/await-registry.js'
import {describeSent, sendImages, type SentImage} from '../images/send-images.js'

/**
 * Each image of a Relay service by the rule of the RFC: its `:local` tag if there is one here, else pulled and tagged so;
 * then sent to the cluster's registry. Its digest goes to config.json, which owns what runs.
 */
export function serviceImages(parts: StackParts): Phase {
  return {
    id: 'service-images',
    title: 'Service images',
    after: ['config'],
    deadlineMs: 600_000,
    applies: () => parts.selects('relay-core'),

    async run(context) {
      const pulled = await pullMissing(parts, context)
      const registry = await awaitRegistry(context)
      const references = Object.values(parts.stack.serviceImages).map(({local}) => local)
      const sent = await sendImages(references, registry, context)
      await record(sent, pulled, context)
      return {changed: sent.some(({changed}) => changed), detail: describeSent(sent)}
    },
  }
}

/** Resolves with what was pulled, by the local name that it got. What the registry still has needs no pull. */
async function pullMissing({stack}: StackParts, {docker, config, report}: PhaseContext): Promise<Map<string, string>> {
  const ids = await docker.imageIds()
  const recorded = new Set(config().images.map(({reference}) => reference))
  const pulled = new Map<string, string>()
  for (const {local, pullFrom} of Object.values(stack.serviceImages)) {
    if (ids.has(familiarName(local)) || recorded.has(local)) continue
    report(`pulling ${pullFrom}`)
    await docker.pull(pullFrom)
    await docker.tag(pullFrom, local)
    pulled.set(local, pullFrom)
  }
  return pulled
}

/** Writes only what changed: an unchanged start must not rewrite config.json. */
async function record(
  sent: readonly SentImage[],
  pulled: ReadonlyMap<string, string>,
  {config, updateConfig}: PhaseContext,
) {
  const known = new Map(config().images.map((image) => [image.reference, image]))
  const entries = sent.flatMap(({reference, imageId, digest}): ImportedImage[] => {
    const before = known.get(reference)
    if (before?.digest === digest && before.imageId === imageId) return []
    const pulledFrom = pulled.get(reference) ?? null
    const from = pulledFrom === null ? ('docker' as const) : ('registry' as const)
    return [{reference, from, pulledFrom, imageId, digest, importedAt: new Date().toISOString()}]
  })
  if (entries.length === 0) return
  const renewed = new Set(entries.map(({reference}) => reference))
  await updateConfig((current) => ({
    ...current,
    images: [...current.images.filter(({reference}) => !renewed.has(reference)), ...entries],
  }))
}
