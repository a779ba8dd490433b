import type {ContainerStep, Expression} from '../document.js'

/**
 * Where relay-core on the cluster treats a step differently from the format, one line each. It decodes bytes
 * (`!!binary`) before it evaluates the expressions of a step, so it evaluates their content as a template.
 */
export function clusterDifferences({spec = {}, env = {}}: Pick<ContainerStep, 'spec' | 'env'>): string[] {
  return Object.entries({spec, env}).flatMap(([part, fields]) =>
    Object.entries(fields).flatMap(([name, expression]) =>
      bytesIn(expression).flatMap((bytes) => {
        const difference = describeDifference(bytes)
        return difference === undefined ? [] : [`${part}.${name} holds bytes that relay-core ${difference}`]
      }),
    ),
  )
}

function describeDifference(bytes: Buffer): string | undefined {
  if (bytes.includes(0)) return 'cannot evaluate on the cluster: the step gets an error instead'
  return bytes.includes('${') ? 'treats as an expression on the cluster' : undefined
}

function bytesIn(expression: Expression): Buffer[] {
  if (typeof expression !== 'object' || expression === null) return []
  const {$encoding, data} = expression as {readonly $encoding?: unknown; readonly data?: unknown}
  if ($encoding === 'base64' && typeof data === 'string') return [Buffer.from(data, 'base64')]
  return Object.values(expression as Readonly<Record<string, Expression>>).flatMap(bytesIn)
}
