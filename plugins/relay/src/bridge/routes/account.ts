import {ok} from '../answer.js'
import {Refusal} from '../refusal.js'
import {route, type Route} from '../route.js'

/** Features of the hosted service that a local cluster does not have: lists are empty, changes are refused. */
export const accountRoutes: readonly Route[] = [
  route(
    'POST /auth/sessions/device',
    refuse('No login is needed here: rde relay … is always logged in to the cluster.'),
  ),
  route('DELETE /auth/sessions', async () => ok({success: true})),

  mute('GET /api/tokens', async () => ok({tokens: []})),
  mute('POST /api/tokens', refuse('The cluster of rde has no tokens: rde relay … is always logged in.')),
  mute('DELETE /api/tokens/:id', refuse('The cluster of rde has no tokens to revoke.')),

  mute('GET /api/notifications', async () => ok({notifications: []})),
  mute('POST /api/notifications/done', refuse('The cluster of rde has no notifications.')),

  mute('GET /api/subscriptions/workflows', async () => ok({workflows: []})),
  mute(
    'PUT /api/subscriptions/workflows/:name',
    refuse('The cluster of rde notifies nobody. Follow a run instead: rde workflow logs NAME -f'),
  ),
]

function mute(line: string, serve: Route['serve']): Route {
  return route(line, serve, {muteErrors: true})
}

function refuse(text: string): Route['serve'] {
  return async () => {
    throw new Refusal('not-served', text)
  }
}
