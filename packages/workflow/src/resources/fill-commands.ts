import {isRdeError} from '@rde/errors'

import type {ContainerStep, Problem, Step, WorkflowDocument} from '../document.js'

/** What an image runs by itself. */
export interface ImageCommand {
  readonly entrypoint: readonly string[]
  readonly cmd: readonly string[]
}

export interface FilledDocument {
  readonly document: WorkflowDocument
  /** Warnings: of each step whose image is not known here, or runs nothing by itself. */
  readonly problems: readonly Problem[]
}

/**
 * Gives the steps that say neither `command` nor `input` what their image runs: the engine would ask the image's registry,
 * which it cannot reach from a local cluster. `lookUp` resolves with undefined for an image that is not known here.
 */
export async function fillCommands(
  document: WorkflowDocument,
  lookUp: (image: string) => Promise<ImageCommand | undefined>,
): Promise<FilledDocument> {
  const images = [...new Set(document.steps.filter(asksImage).map(({image}) => image))]
  const found = new Map(await Promise.all(images.map(async (image) => [image, await lookUp(image)] as const)))
  const steps = document.steps.map((step) => (asksImage(step) ? filled(step, found.get(step.image)) : step))
  const problems = steps.filter(asksImage).map((step) => unfilled(step, found.get(step.image)))
  return {document: {...document, steps}, problems}
}

/** Whether the engine would have to ask the image what to run. */
export function asksImage(step: Step): step is ContainerStep {
  return step.type === 'container' && !step.command && !step.input?.length && step.inputFile === undefined
}

/** Own `args` take the place of the image's, as Docker and Kubernetes have it. */
function filled(step: ContainerStep, image: ImageCommand | undefined): ContainerStep {
  const own = step.args?.length ? step.args : image?.cmd
  const [command, ...args] = [...(image?.entrypoint ?? []), ...(own ?? [])]
  return image === undefined || command === undefined ? step : {...step, command, args}
}

function unfilled({name, image, at}: ContainerStep, known: ImageCommand | undefined): Problem {
  const why = known === undefined ? 'is not in Docker here' : 'names no program of its own'
  const message = `step "${name}" has neither command nor input, and its image ${image} ${why}: the engine will ask the image's registry`
  return {line: 1, column: 1, ...at, severity: 'warning', message}
}

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
