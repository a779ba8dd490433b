import type {Kubectl} from '@rde/toolchain'

/** The number of requests that the API server has answered, by verb and kind: `PATCH pods`. */
export type ApiRequests = ReadonlyMap<string, number>

/** The requests of one API server; each has its own count. */
export async function apiRequests(kubectl: Kubectl): Promise<ApiRequests> {
  const counts = new Map<string, number>()
  for (const line of (await kubectl.raw('/metrics')).split('\n')) {
    const [, labels, value] = /^apiserver_request_total\{(.*)\} (\S+)$/.exec(line) ?? []
    if (labels === undefined) continue
    const label = (name: string) => new RegExp(`(?:^|,)${name}="([^"]*)"`).exec(labels)?.[1] ?? ''
    const sub = label('subresource')
    const what = `${label('verb')} ${label('resource') || 'other'}${sub === '' ? '' : `/${sub}`}`
    counts.set(what, (counts.get(what) ?? 0) + Number(value))
  }
  return counts
}

/** The requests between two counts. */
export function requestsBetween(before: ApiRequests, after: ApiRequests): Map<string, number> {
  const grown = [...after].map(([what, count]) => [what, count - (before.get(what) ?? 0)] as const)
  return new Map(grown.filter(([, count]) => count > 0))
}

export function totalOf(requests: ApiRequests): number {
  return [...requests.values()].reduce((sum, count) => sum + count, 0)
}
