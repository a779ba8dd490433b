import type {RdeConfig} from '@rde/config'
import {ImageReference} from '@rde/images'

import type {WorkflowDocument} from '../document.js'

/**
 * On an attached cluster, whose nodes do not look in the cluster's registry by themselves, replaces imported images
 * with the names and digests that pods can pull. Other images stay unchanged: the nodes pull them from their own
 * registries.
 */
export function withStepImages(document: WorkflowDocument, config: RdeConfig | undefined): WorkflowDocument {
  const attached = config?.cluster.attached
  if (config === undefined || attached === undefined) return document
  const imported = new Map(config.images.map(({reference, digest}) => [reference, digest]))
  const nameOf = (image: string) => {
    const reference = ImageReference.read(image)
    const digest = reference && imported.get(reference.familiar)
    return digest === undefined ? image : `${attached.pull}/${reference!.path}@${digest}`
  }
  const steps = document.steps.map((step) => ('image' in step ? {...step, image: nameOf(step.image)} : step))
  return {...document, steps}
}
