import {parseYaml} from '@rde/config'
import {RdeError} from '@rde/errors'
import * as z from 'zod'

const named = <Shape extends z.ZodType>(key: string, shape: Shape) =>
  z.array(z.looseObject({name: z.string(), [key]: shape})).min(1)

/** The required parts of a kubeconfig: a server and a user. */
const kubeconfig = z.looseObject({
  apiVersion: z.literal('v1'),
  kind: z.literal('Config'),
  clusters: named('cluster', z.looseObject({server: z.string()})),
  users: named('user', z.looseObject({})),
})

export type KubeconfigDocument = Record<string, unknown>

/** Parses the kubeconfig that k3d printed; throws `RDE_KUBECONFIG` without quoting it, since it contains keys. */
export function parseKubeconfig(text: string): KubeconfigDocument {
  const parsed = kubeconfig.safeParse(loadOrUndefined(text))
  if (parsed.success) return parsed.data
  throw new RdeError('k3d did not print a usable kubeconfig.', {
    code: 'RDE_KUBECONFIG',
    remedies: [{what: 'See what k3d prints', command: 'k3d kubeconfig get rde'}],
  })
}

function loadOrUndefined(text: string): unknown {
  try {
    return parseYaml(text)
  } catch {
    return undefined
  }
}
