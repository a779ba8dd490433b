import type {Answer} from './answer.js'
import type {Backend} from './backend.js'

/** One request, as far as its route looks at it. */
export interface Call<Name extends string = string> {
  readonly params: Readonly<Record<Name, string>>
  readonly body: Buffer
  readonly backend: Backend
}

export interface Route {
  readonly method: string
  readonly segments: readonly string[]
  readonly serve: (call: Call) => Promise<Answer>
  /** The CLI shows nothing of an error here but that there was one; so rde says what it was. */
  readonly muteErrors?: boolean
}

type Parameters<Path extends string> = Path extends `${string}:${infer Name}/${infer Rest}`
  ? Name | Parameters<Rest>
  : Path extends `${string}:${infer Name}`
    ? Name
    : never

/** `GET /api/workflows/:name`: what is served there. */
export function route<Line extends string>(
  line: Line,
  serve: (call: Call<Parameters<Line>>) => Promise<Answer>,
  more: Pick<Route, 'muteErrors'> = {},
): Route {
  const [method = '', path = ''] = line.split(' ')
  return {method, segments: path.split('/'), serve: serve as Route['serve'], ...more}
}

export interface Match {
  readonly route: Route
  readonly params: Readonly<Record<string, string>>
}

/** Finds the route of a request by its raw path; each segment is decoded once, so that an encoded slash stays in its name. */
export function findRoute(routes: readonly Route[], method: string, url: string): Match | undefined {
  const segments = (url.split('?')[0] ?? '').split('/')
  for (const route of routes) {
    if (route.method !== method || route.segments.length !== segments.length) continue
    const params = match(route.segments, segments)
    if (params !== undefined) return {route, params}
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

/** Undefined for what is no encoding at all (`%zz`). */
function decode(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment)
  } catch {
    return undefined
  }
}
