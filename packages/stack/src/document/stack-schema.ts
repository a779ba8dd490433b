import {dependencyOrder} from '@rde/config'
import type {JsonSchema} from '@rde/config/schema/json-schema'
import {KnownKeys} from '@rde/config/schema/known-keys'
import {ImageReference} from '@rde/images/image-reference'
import * as z from 'zod'

import {component} from './component-schema.js'

const reference = z.string().refine((text) => ImageReference.read(text) !== undefined, 'must be the name of an image')
export const stackId = z
  .string()
  .regex(/^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/, 'must be an id: small letters, digits and dashes')

const serviceBuild = z.strictObject({
  command: z.array(z.string().min(1)).min(1).describe('A program and its arguments, run in the folder of the source.'),
  target: z
    .string()
    .min(1)
    .optional()
    .describe('Added to the arguments. Services whose commands are otherwise equal are built by one call.'),
  environment: z
    .record(z.string(), z.string())
    .optional()
    .describe("Variables for the command; those of the user's environment come first."),
  push: z
    .strictObject({
      command: z.array(z.string().min(1)).min(1).describe('Run in place of `command`, with the same target.'),
      destination: z
        .string()
        .min(1)
        .describe('The variable that tells it where to push: localhost:5111/library, to which it adds the local name.'),
    })
    .optional()
    .describe("The same build straight into the cluster's registry, which is faster than by way of Docker."),
  image: reference.describe('The image that the command leaves in Docker.'),
  needs: z.string().min(1).describe('A path that the source must have: by it a folder is known as the source.'),
  watches: z
    .array(z.string().min(1))
    .optional()
    .describe('Paths in the source that rde services dev watches; the whole source unless given.'),
})

export const serviceImage = z.strictObject({
  local: reference.describe('What it is called in the cluster, and on this machine if it was built here.'),
  pullFrom: reference.describe('What is pulled where there is none of the local name.'),
  build: serviceBuild.optional().describe('How its image is built from source, for rde services build.'),
})

const probe = z.strictObject({
  image: reference.describe('The image of its one step: a small one, since a node may have to pull it.'),
  command: z.string().min(1).describe('A program of that image that ends by itself, and well.'),
})

/** The declaration of stack.yaml: check, types, defaults and documentation are generated from it. */
export const stack = z
  .strictObject({
    version: z.literal(1).describe('The version of this format.'),
    extends: z.literal('builtin').optional().describe("Put this file over rde's own stack, key by key."),
    components: z.record(stackId, component).describe('The parts, by id.'),
    serviceImages: z.record(stackId, serviceImage).describe('The images of the Relay services, by service.'),
    probe: probe.describe('The run that proves at the end of a start that runs succeed.'),
    nodeImages: z
      .array(reference)
      .default([])
      .describe('What k3s itself runs on the nodes: a folder for --stack needs these images as well.'),
    renamed: z
      .record(reference, reference)
      .default({})
      .describe(
        'Written by rde stack pull: the tag that an image has in this folder which the sources name by its digest.',
      ),
  })
  .superRefine(checkOrder, {when: () => true})

export type Stack = z.infer<typeof stack>

function checkOrder(document: {components?: unknown} | null, context: z.RefinementCtx): void {
  for (const {path, message} of orderProblems(document?.components)) {
    context.addIssue({code: 'custom', path: [...path], message})
  }
}

/** For editors: completes and checks a stack.yaml. */
export function stackJsonSchema(): JsonSchema {
  return {title: 'stack.yaml of rde', ...z.toJSONSchema(stack, {io: 'input'})} as JsonSchema
}

/** Which keys a stack.yaml may have. */
export function knownStackKeys(): KnownKeys {
  return new KnownKeys(stackJsonSchema())
}

interface OrderProblem {
  readonly path: readonly PropertyKey[]
  readonly message: string
}

/**
 * What is wrong with the order of components: ids that there are not, and components that wait for each other. Takes a
 * document that may have other mistakes: all are told at once.
 */
function orderProblems(components: unknown): OrderProblem[] {
  const after = afterOf(components)
  const unknown = [...after].flatMap(([id, needs]) =>
    needs.flatMap((needed, index) =>
      after.has(needed)
        ? []
        : [{path: ['components', id, 'after', index], message: `is "${needed}", which is no component`}],
    ),
  )
  const circles = dependencyOrder(after).cycles.map((cycle) => ({
    path: ['components', cycle[0]!, 'after'],
    message: `makes a circle: ${cycle.join(', ')}`,
  }))
  return [...unknown, ...circles]
}

function afterOf(components: unknown): Map<string, readonly string[]> {
  const entries = Object.entries((components ?? {}) as Record<string, {after?: unknown} | null>)
  return new Map(entries.map(([id, component]) => [id, Array.isArray(component?.after) ? component.after : []]))
}
