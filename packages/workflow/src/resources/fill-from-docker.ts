import {isRdeError} from '@rde/errors'
import type {WorkflowDocument} from '@rde/workflow/document'
import {asksImage, type FilledDocument, fillCommands, type ImageCommand} from '@rde/workflow/resources/fill-commands'

/** Where the commands of images are looked up. */
export interface ImageCommands {
  imageCommand(reference: string): Promise<ImageCommand | undefined>
}

/** Fills in what the images of steps run, as Docker here has them. Where Docker does not answer, that is a warning. */
export async function fillFromDocker(document: WorkflowDocument, docker: ImageCommands): Promise<FilledDocument> {
  try {
    return await fillCommands(document, (image) => docker.imageCommand(image))
  } catch (error) {
    if (!isRdeError(error) || error.code !== 'RDE_DOCKER_UNREACHABLE') throw error
    const {name, at} = document.steps.find(asksImage)!
    const message = `step "${name}" has neither command nor input, and Docker does not answer what its image runs`
    return {document, problems: [{line: 1, column: 1, ...at, severity: 'warning', message}]}
  }
}
