/** The parts of a request that its route uses; `Context` is common to all routes of a server. */
export interface Call<Context, Name extends string = string> {
  readonly params: Readonly<Record<Name, string>>
  readonly query: URLSearchParams
  readonly body: Buffer
  readonly context: Context
}

export interface Route<Context, Answer> {
  readonly method: string
  readonly segments: readonly string[]
  readonly serve: (call: Call<Context>) => Promise<Answer>
}

/** The names in a path like `/api/runs/:run`. */
export type Parameters<Path extends string> = Path extends `${string}:${infer Name}/${infer Rest}`
  ? Name | Parameters<Rest>
  : Path extends `${string}:${infer Name}`
    ? Name
    : never

/** Makes routes from lines like `GET /api/runs/:run`. */
export function routesFor<Context, Answer>() {
  return <Line extends string>(
    line: Line,
    serve: (call: Call<Context, Parameters<Line>>) => Promise<Answer>,
  ): Route<Context, Answer> => {
    const [method = '', path = ''] = line.split(' ')
    return {method, segments: path.split('/'), serve: serve as Route<Context, Answer>['serve']}
  }
}

export interface Match<Found> {
  readonly route: Found
  readonly params: Readonly<Record<string, string>>
  readonly query: URLSearchParams
}

/** Finds the route of a request by its raw path. Each segment is decoded once: an encoded slash stays in its name. */
export function findRoute<Found extends Pick<Route<never, never>, 'method' | 'segments'>>(
  routes: readonly Found[],
  method: string,
  url: string,
): Match<Found> | undefined {
  const [path = '', query = ''] = url.split('?')
  const segments = path.split('/')
  for (const route of routes) {
    if (route.method !== method || route.segments.length !== segments.length) continue
    const params = match(route.segments, segments)
    if (params !== undefined) return {route, params, query: new URLSearchParams(query)}
  }
  return undefined
}

function match(pattern: readonly string[], segments: readonly string[]): Record<string, string> | undefined {
  const params: Record<string, string> = {}
  for (const [index, part] of pattern.entries()) {
    const segment = decode(segments[index] ?? '')
    if (part.startsWith(':')) {
      if (segment === undefined) return undefined
      params[part.slice(1)] = segment
    } else if (part !== segment) return undefined
  }
  return params
}

/** Undefined for an invalid encoding (`%zz`). */
function decode(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment)
  } catch {
    return undefined
  }
}
