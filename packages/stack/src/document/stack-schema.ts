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
    .describe("Variables for the command; those in the user's environment take precedence."),
  push: z
    .strictObject({
      command: z.array(z.string().min(1)).min(1).describe('Run in place of `command`, with the same target.'),
      destination: z
        .string()
        .min(1)
        .describe('The variable with the push destination, localhost:5111/library, to which it adds the local name.'),
    })
    .optional()
    .describe("The same build, pushed directly to the cluster's registry, which is faster than through Docker."),
  image: reference.describe('The image that the command leaves in Docker.'),
  needs: z.string().min(1).describe('A path that identifies a folder as the source: it must exist there.'),
  watches: z
    .array(z.string().min(1))
    .optional()
    .describe('Paths in the source that rde services dev watches; the whole source by default.'),
})

export const serviceImage = z.strictObject({
  local: reference.describe('Its name in the cluster, and on this machine if it was built here.'),
  pullFrom: reference.describe('The image to pull if there is none with the local name.'),
  build: serviceBuild.optional().describe('How its image is built from source, for rde services build.'),
})

const probe = z.strictObject({
  image: reference.describe('The image of its one step: a small one, since a node may have to pull it.'),
  command: z.string().min(1).describe('A program in that image that exits with code 0.'),
})

/** The declaration of stack.yaml: check, types, defaults and documentation are generated from it. */
export const stack = z
  .strictObject({
    version: z.literal(1).describe('The version of this format.'),
    extends: z.literal('builtin').optional().describe("Merge this file into rde's own stack, key by key."),
    components: z.record(stackId, component).describe('The components, by id.'),
    serviceImages: z.record(stackId, serviceImage).describe('The images of the Relay services, by service.'),
    probe: probe.describe('The run at the end of a start that proves that runs succeed.'),
    nodeImages: z
      .array(reference)
      .default([])
      .describe('Images that k3s itself runs on the nodes; a folder for --stack needs them too.'),
    renamed: z
      .record(reference, reference)
      .default({})
      .describe('Written by rde stack pull: the tags in this folder of images that the sources name by digest.'),
  })
  .superRefine(checkOrder, {when: () => true})

export type Stack = z.infer<typeof stack>

function checkOrder(document: {components?: unknown} | null, context: z.RefinementCtx): void {
  for (const {path, message} of orderProblems(document?.components)) {
    context.addIssue({code: 'custom', path: [...path], message})
  }
}

/** The JSON schema with which editors complete and check a stack.yaml. */
export function stackJsonSchema(): JsonSchema {
  return {title: 'stack.yaml of rde', ...z.toJSONSchema(stack, {io: 'input'})} as JsonSchema
}

/** The valid keys of a stack.yaml. */
export function knownStackKeys(): KnownKeys {
  return new KnownKeys(stackJsonSchema())
}

interface OrderProblem {
  readonly path: readonly PropertyKey[]
  readonly message: string
}

/**
 * Problems with the order of components: unknown ids, and components that wait for each other. Accepts a document with
 * other mistakes, so that all are reported at once.
 */
function orderProblems(components: unknown): OrderProblem[] {
  const after = afterOf(components)
  const unknown = [...after].flatMap(([id, needs]) =>
    needs.flatMap((needed, index) =>
      after.has(needed)
        ? []
        : [{path: ['components', id, 'after', index], message: `is "${needed}", which is not a component`}],
    ),
  )
  const circles = dependencyOrder(after).cycles.map((cycle) => ({
    path: ['components', cycle[0]!, 'after'],
    message: `forms a cycle: ${cycle.join(', ')}`,
  }))
  return [...unknown, ...circles]
}

function afterOf(components: unknown): Map<string, readonly string[]> {
  const entries = Object.entries((components ?? {}) as Record<string, {after?: unknown} | null>)
  return new Map(entries.map(([id, component]) => [id, Array.isArray(component?.after) ? component.after : []]))
}
