import * as z from 'zod'

import {releaseName, source} from './source-schema.js'

const text = z.string().min(1)
const document = z.record(z.string(), z.unknown())
const ingress = z.enum(['ambassador', 'kourier'])
const name = z.string().regex(/^[a-z0-9][\w.:-]*$/, 'must be the name of an object')
const namespaced = z
  .string()
  .regex(
    /^[a-z0-9-]+\/[a-z0-9][a-z0-9.-]*$/,
    'must be a namespace and a name: tekton-pipelines/tekton-pipelines-webhook',
  )

const imageRule = z.strictObject({
  match: z
    .string()
    .refine(isPattern, 'must be a regular expression')
    .describe('Regular expression of a whole string value of an object or of the Helm values.'),
  use: text.describe('The image to use instead; $1 is the first group.'),
})

const pattern = z.strictObject({
  kind: text,
  apiVersion: text.optional().describe('Any by default.'),
  name: name.optional().describe('All objects of the kind by default.'),
})

const object = z.looseObject({apiVersion: text, kind: text, metadata: z.looseObject({name})})

const patch = z.strictObject({
  kind: text,
  name: name.optional().describe('All objects of the kind by default.'),
  namespace: text.optional(),
  ingress: ingress.optional().describe('Only if stack.ingress has this value.'),
  merge: document.describe(
    'JSON merge patch: null removes a key. An object where the target has a list is merged into each entry.',
  ),
})

const ready = z.strictObject({
  deployments: z.array(namespaced).default([]).describe('Must be Available.'),
  jobs: z.array(namespaced).default([]).describe('Must be Complete.'),
  pods: z.array(namespaced).default([]).describe('Must be Running, but need not be Ready.'),
  namespaces: z.array(text).default([]).describe('Must exist, in addition to those of its own objects.'),
  dryRun: object.nullable().default(null).describe('The API server must accept it in a dry run: proves the webhooks.'),
})

/** One component of the stack. */
export const component = z.strictObject({
  title: text.describe('The name shown to the user.'),
  version: z
    .string()
    .regex(/^[\w.+-]+$/, 'must be a version')
    .describe('Stands for {version} everywhere below.'),
  profiles: z
    .array(z.enum(['bare', 'core', 'full']))
    .min(1)
    .describe('The profiles that it is part of.'),
  ingress: ingress.optional().describe('Part of the stack only if stack.ingress has this value.'),
  enabled: z.boolean().default(true).describe('False leaves it out.'),
  after: z.array(text).default([]).describe('Ids of the components that must be ready first.'),
  sources: z.array(source).min(1).describe('Where its objects come from.'),
  images: z
    .array(imageRule)
    .default([])
    .describe('How image names are rewritten; the first rule that matches applies.'),
  only: z.array(pattern).optional().describe('The objects of the manifests that are applied; all by default.'),
  leaveOut: z.array(pattern).default([]).describe('Objects of the manifests that are not applied.'),
  patches: z.array(patch).default([]).describe('Changes to objects of the manifests.'),
  add: z.array(object).default([]).describe('Objects in addition to those of the manifests.'),
  values: z.record(releaseName, document).default({}).describe('Helm values by release.'),
  ready: ready.prefault({}).describe('The conditions for it to be ready.'),
  inProfile: z
    .strictObject({core: document.optional(), full: document.optional()})
    .default({})
    .describe('Settings of this component that differ in a profile.'),
})

export type Component = z.infer<typeof component>
export type ImageRule = z.infer<typeof imageRule>
export type Patch = z.infer<typeof patch>
export type Readiness = z.infer<typeof ready>

function isPattern(pattern: string): boolean {
  try {
    return new RegExp(pattern) instanceof RegExp
  } catch {
    return false
  }
}
