import type {z} from 'zod'

const ports = ['apiPort', 'registryPort', 'httpPort'] as const

/** Names each port that another setting above it has taken. Looks at what may not even be an object. */
export function distinctPorts(cluster: unknown, context: z.RefinementCtx): void {
  if (typeof cluster !== 'object' || cluster === null) return
  const chosen = cluster as Record<string, unknown>
  for (const [index, name] of ports.entries()) {
    const other = ports.slice(0, index).find((earlier) => chosen[earlier] === chosen[name])
    if (other !== undefined && typeof chosen[name] === 'number')
      context.addIssue({code: 'custom', path: [name], message: `must differ from cluster.${other}`})
  }
}
