import {isRdeError} from '@rde/errors'

import type {ContainerStep, Problem, Step, WorkflowDocument} from '../document.js'

/** The default command of an image. */
export interface ImageCommand {
  readonly entrypoint: readonly string[]
  readonly cmd: readonly string[]
}

export interface FilledDocument {
  readonly document: WorkflowDocument
  /** A warning for each step whose image is not available locally or has no command. */
  readonly problems: readonly Problem[]
}

/**
 * Fills in the image's command for steps with neither `command` nor `input`: the engine would ask the image's registry,
 * which it cannot reach from a local cluster. `lookUp` resolves with undefined for an image that is not available
 * locally.
 */
export async function fillCommands(
  document: WorkflowDocument,
  lookUp: (image: string) => Promise<ImageCommand | undefined>,
): Promise<FilledDocument> {
  const images = [...new Set(document.steps.filter(asksImage).map(({image}) => image))]
  const found = new Map(await Promise.all(images.map(async (image) => [image, await lookUp(image)] as const)))
  const steps = document.steps.map((step) => (asksImage(step) ? withCommand(step, found.get(step.image)) : step))
  const problems = steps.filter(asksImage).map((step) => unfilledWarning(step, found.get(step.image)))
  return {document: {...document, steps}, problems}
}

/** Whether the step runs the command of its image. */
export function asksImage(step: Step): step is ContainerStep {
  return step.type === 'container' && !step.command && !step.input?.length && step.inputFile === undefined
}

/** The step's `args` replace the image's, as in Docker and Kubernetes. */
function withCommand(step: ContainerStep, image: ImageCommand | undefined): ContainerStep {
  const own = step.args?.length ? step.args : image?.cmd
  const [command, ...args] = [...(image?.entrypoint ?? []), ...(own ?? [])]
  return image === undefined || command === undefined ? step : {...step, command, args}
}

function unfilledWarning({name, image, at}: ContainerStep, known: ImageCommand | undefined): Problem {
  const reason = known === undefined ? 'is not in Docker' : 'has no command'
  const message = `step "${name}" has neither command nor input, and its image ${image} ${reason}: the engine will ask the image's registry`
  return {line: 1, column: 1, ...at, severity: 'warning', message}
}

/** Where the commands of images are looked up. */
export interface ImageCommands {
  imageCommand(reference: string): Promise<ImageCommand | undefined>
}

/** Fills in the commands of images from the local Docker. Adds a warning if Docker does not answer. */
export async function fillFromDocker(document: WorkflowDocument, docker: ImageCommands): Promise<FilledDocument> {
  try {
    return await fillCommands(document, (image) => docker.imageCommand(image))
  } catch (error) {
    if (!isRdeError(error) || error.code !== 'RDE_DOCKER_UNREACHABLE') throw error
    const {name, at} = document.steps.find(asksImage)!
    const message = `step "${name}" has neither command nor input, and Docker cannot tell the image's command`
    return {document, problems: [{line: 1, column: 1, ...at, severity: 'warning', message}]}
  }
}
