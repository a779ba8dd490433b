import type {RdeConfig} from '@rde/config'
import {ImageReference} from '@rde/images'

import type {WorkflowDocument} from '../document.js'

/**
 * Gives the steps the imported images by the names and digests under which pods find them, where the nodes do not look into the
 * cluster's registry by themselves. Others stay: the nodes find them wherever they are.
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
