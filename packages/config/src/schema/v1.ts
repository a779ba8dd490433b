import {isAbsolute} from 'node:path'

import * as z from 'zod'

import {defaultPorts} from '../cluster/cluster-identity.js'

const port = z.int().min(1024).max(65_535)
const document = z.record(z.string(), z.unknown())
const localPath = z.string().refine(isAbsolute, 'must be an absolute path')

/** A Helm release. It becomes a file name, so only Helm's own characters are allowed. */
const release = z
  .string()
  .regex(/^[a-z0-9]([a-z0-9-]{0,51}[a-z0-9])?$/, 'must be a release name: small letters, digits and dashes')

/** The name of an image as Docker writes it. It must not look like a flag on a command line. */
const imageReference = z.string().regex(/^[a-z0-9][\w.:/@-]*$/, 'must be the name of an image')

const digest = z.string().regex(/^sha256:[0-9a-f]{64}$/, 'must be sha256: and 64 hexadecimal digits')

/** HOST[:PORT][/PATH], the beginning of an image name. */
export const registryAddress = z
  .string()
  .regex(
    /^[a-zA-Z0-9][a-zA-Z0-9.-]*(:\d+)?(\/[a-z0-9._-]+)*$/,
    'must be HOST[:PORT][/PATH], like the beginning of an image name',
  )

const attached = z
  .strictObject({
    context: z.string().min(1).describe('The kubeconfig context that it was attached with.'),
    push: registryAddress.describe('The registry as Docker on this machine pushes to it.'),
    pull: registryAddress.describe('The same registry as the nodes pull from it.'),
  })
  .describe('Only for a cluster that rde did not create. Written by rde cluster attach.')

const proxyAddress = z
  .string()
  .regex(/^(https?|socks5h?):\/\/[^\s]+$/, 'must be an address: http://HOST:PORT')
  .nullable()
  .default(null)

const proxy = z
  .strictObject({
    http: proxyAddress.describe('The proxy for http:// addresses.'),
    https: proxyAddress.describe('The proxy for https:// addresses.'),
    none: z
      .string()
      .default('')
      .describe('Addresses that nodes reach without the proxy, as in NO_PROXY. The cluster itself is added.'),
  })
  .nullable()
  .describe(
    'The proxy of the nodes; null: no proxy. Unless set, taken from HTTPS_PROXY, HTTP_PROXY and NO_PROXY at creation.',
  )

const cluster = z
  .strictObject({
    attached: attached.optional(),
    agents: z.int().min(0).max(8).default(2).describe('Worker nodes in addition to the one server node.'),
    k3sImage: imageReference.default('rancher/k3s:v1.33.4-k3s1').describe('The image of every node.'),
    apiPort: port.default(defaultPorts.apiPort).describe('Port of the Kubernetes API on 127.0.0.1.'),
    registryPort: port.default(defaultPorts.registryPort).describe("Port of the cluster's registry on 127.0.0.1."),
    httpPort: port.default(defaultPorts.httpPort).describe('Port on 127.0.0.1 that leads to the ingress.'),
    proxy: proxy.optional(),
  })
  .superRefine(distinctPorts, {when: () => true})

const database = z.strictObject({
  username: z.string().min(1).default('relay').describe('The user that the services sign in as.'),
  password: z.string().min(1).describe('Generated once.'),
})

const vault = z.strictObject({
  rootToken: z.string().min(1).describe('The root token that Vault printed when it was initialised.'),
  unsealKeys: z.array(z.string().min(1)).min(1).describe('The keys that unseal Vault after every start.'),
})

const credentials = z.strictObject({
  database: database.nullable().default(null).describe("For the services of a team's extension."),
  vault: vault.nullable().default(null).describe('Null until Vault is initialised.'),
})

const helm = z.strictObject({
  values: z
    .record(release, document)
    .default({})
    .describe(
      'Your changes to the values of a Helm release; null removes a value. Refer to secrets; do not write them here.',
    ),
})

const image = z.strictObject({
  reference: z.string().min(1).describe('Its name in the cluster.'),
  from: z.enum(['docker', 'registry']).describe("Where it was taken from: this machine's Docker, or a registry."),
  pulledFrom: z.string().nullable().default(null).describe('The reference that it was pulled with, if any.'),
  imageId: digest.describe("The id of its content in this machine's Docker."),
  digest: digest.describe("The digest of its manifest in the cluster's registry: what runs."),
  importedAt: z.iso.datetime().describe('When it was imported into the cluster.'),
})

const component = z.strictObject({
  version: z.string().min(1).optional().describe('A version instead of that of the stack.'),
  source: z.string().min(1).optional().describe('A source instead of that of the stack: a URL, a chart or a path.'),
  enabled: z.boolean().optional().describe('False leaves it out.'),
  overrides: document.optional().describe('Settings that replace those of the stack.'),
})

const stack = z.strictObject({
  profile: z.enum(['full', 'core', 'bare']).default('full').describe('How much of the stack runs.'),
  source: localPath.nullable().default(null).describe("Folder or file of a stack of your own; null: rde's own."),
  ingress: z.enum(['ambassador', 'kourier']).default('kourier').describe('The ingress that listens on httpPort.'),
  components: z.record(z.string(), component).default({}).describe('Changes to single components, by their ids.'),
})

const workflows = z.strictObject({
  directory: localPath.nullable().default(null).describe("Null: the folder workflows next to rde's defaults.json."),
  onStart: z
    .enum(['changed', 'always', 'never'])
    .default('changed')
    .describe('Which workflows of the directory run at the end of a start.'),
  keepRuns: z
    .int()
    .min(0)
    .nullable()
    .default(10)
    .describe('How many ended runs of a workflow stay on the cluster when another begins; null: all.'),
})

const services = z.strictObject({
  source: localPath
    .nullable()
    .default(null)
    .describe('Folder with the source of the services; null: the current folder.'),
  versions: z
    .record(z.string(), z.string().min(1))
    .default({})
    .describe('The last chosen version of each service; rde services next continues from it.'),
})

/** The declaration of config.json: schema, types, defaults and documentation are generated from it. */
export const rdeConfigV1 = z.strictObject({
  $schema: z.string().default('./config.schema.json').describe('For editors: completes and checks this file.'),
  version: z.literal(1).describe('The version of this format.'),
  cluster: cluster.prefault({}).describe('The k3d cluster. All ports are on 127.0.0.1.'),
  kubeconfig: document.nullable().default(null).describe('Written when the cluster is created; null until then.'),
  credentials: credentials
    .prefault({})
    .describe('Generated once. A change here does not change the credentials elsewhere.'),
  helm: helm.prefault({}).describe('Helm releases.'),
  images: z.array(image).default([]).describe('The images that were imported into the cluster.'),
  stack: stack.prefault({}).describe('What runs on the cluster.'),
  services: services.prefault({}).describe('Building and choosing versions of the Relay services.'),
  workflows: workflows.prefault({}).describe('Workflows on the cluster, and those that run at the end of a start.'),
  extensions: z.record(z.string(), z.unknown()).default({}).describe('Settings of plugins, by plugin name.'),
})

export type RdeConfig = z.infer<typeof rdeConfigV1>

/** The proxy that nodes use. */
export type NodeProxy = NonNullable<RdeConfig['cluster']['proxy']>

/** One entry of `images`. `digest` decides what runs. */
export type ImportedImage = z.infer<typeof image>

const portNames = ['apiPort', 'registryPort', 'httpPort'] as const

/** Reports each port that an earlier setting already uses. The value may not even be an object. */
function distinctPorts(cluster: unknown, context: z.RefinementCtx): void {
  if (typeof cluster !== 'object' || cluster === null) return
  const chosen = cluster as Record<string, unknown>
  for (const [index, name] of portNames.entries()) {
    const other = portNames.slice(0, index).find((earlier) => chosen[earlier] === chosen[name])
    if (other !== undefined && typeof chosen[name] === 'number')
      context.addIssue({code: 'custom', path: [name], message: `must differ from cluster.${other}`})
  }
}
