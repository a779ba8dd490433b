import {routesFor, type Call, type Parameters, type Route as ServerRoute} from '@rde/loopback-server/requests/route'

import type {Answer} from './answer.js'
import type {Backend} from './backend.js'

export interface Route extends ServerRoute<Backend, Answer> {
  /** The CLI does not show the message of an error on this route, so rde prints it. */
  readonly muteErrors?: boolean
}

const routeOf = routesFor<Backend, Answer>()

/** Defines a route: `GET /api/workflows/:name`. */
export function route<Line extends string>(
  line: Line,
  serve: (call: Call<Backend, Parameters<Line>>) => Promise<Answer>,
  more: Pick<Route, 'muteErrors'> = {},
): Route {
  return {...routeOf(line, serve), ...more}
}
