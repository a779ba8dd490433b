import * as z from 'zod'

/** The file name of a source in a folder given by --stack. It cannot lead out of that folder. */
const file = z.string().regex(/^[A-Za-z0-9][\w.{}+-]*$/, 'must be the name of a file, without folders')
const path = z.string().min(1)
const sha256 = z
  .string()
  .regex(/^[0-9a-f]{64}$/, 'must be 64 hexadecimal digits')
  .nullable()
  .default(null)
  .describe('Of the file. Null: not known; rde remembers the sum at first use, and a later difference is an error.')

const release = z
  .string()
  .regex(/^[a-z0-9]([a-z0-9-]{0,51}[a-z0-9])?$/, 'must be a release name: small letters, digits and dashes')

const namespace = z
  .string()
  .regex(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/, 'must be a namespace: small letters, digits and dashes')

/** A YAML file of Kubernetes objects. */
const manifest = z.strictObject({
  type: z.literal('manifest'),
  file: file.describe('File name in a folder given by --stack.'),
  url: z
    .string()
    .regex(/^https?:\/\/[^\s/]+\/\S*$/, 'must be an http or https address')
    .optional()
    .describe('The address to download it from.'),
  path: path.optional().describe('Or its path, relative to the folder of the stack file.'),
  sha256,
})

/** A Helm chart and its release. */
const chart = z.strictObject({
  type: z.literal('chart'),
  release: release.describe('The Helm release.'),
  namespace: namespace.describe('The namespace of the release; created if it does not exist.'),
  file: file.optional().describe('Name of the archive in a folder given by --stack.'),
  repository: z
    .string()
    .regex(/^(https?|oci):\/\/[^\s/]+(\/\S*)?$/, 'must be an http, https or oci address')
    .optional()
    .describe('Helm repository, or the oci:// address that contains the chart.'),
  name: z
    .string()
    .regex(/^[A-Za-z0-9][\w.-]*$/, 'must be the name of a chart')
    .optional()
    .describe('Name in the repository.'),
  version: z
    .string()
    .regex(/^[\w.{}+-]+$/, 'must be a version')
    .default('{version}')
    .describe('Version of the chart.'),
  path: path
    .optional()
    .describe('Or the path of the chart, a folder or an archive, relative to the folder of the stack file.'),
  sha256,
})

export const source = z.discriminatedUnion('type', [manifest, chart])

export type ManifestSource = z.infer<typeof manifest>
export type ChartSource = z.infer<typeof chart>
export type Source = z.infer<typeof source>

export {release as releaseName}
