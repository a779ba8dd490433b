import {routesFor, type Call, type Parameters, type Route as ServerRoute} from '@rde/loopback-server/requests/route'

import type {Answer} from './answer.js'
import type {Backend} from './backend.js'

export interface Route extends ServerRoute<Backend, Answer> {
  /** The CLI shows nothing of an error here but that there was one; so rde says what it was. */
  readonly muteErrors?: boolean
}

const routeOf = routesFor<Backend, Answer>()

/** `GET /api/workflows/:name`: what is served there. */
export function route<Line extends string>(
  line: Line,
  serve: (call: Call<Backend, Parameters<Line>>) => Promise<Answer>,
  more: Pick<Route, 'muteErrors'> = {},
): Route {
  return {...routeOf(line, serve), ...more}
}
