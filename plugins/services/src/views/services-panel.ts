import {readConfig} from '@rde/config'
import type {Panel, PanelContent} from '@rde/plugin-kit'

import {listServices, type ServiceView} from '../services/list.js'
import {printServiceLogs} from '../services/logs.js'

/** How many past lines of a log to show. */
const initialLines = 1_000

/** The panel of `rde ui` with the content of `rde services list`. */
export const servicesPanel: Panel = {
  id: 'services',
  title: 'Services',
  async read({session, services, signal}) {
    if ((await readConfig(session.data)) === undefined)
      return {state: 'unknown', summary: 'No cluster was started here.'}
    return servicesContent(await listServices(session, {servicesFor: async () => services, signal}))
  },
  followLog: (service, {session, services, signal, print}) =>
    printServiceLogs(session, {
      service,
      servicesFor: async () => services,
      follow: true,
      tail: initialLines,
      signal,
      print,
    }),
}

export function servicesContent(services: readonly ServiceView[]): PanelContent {
  const imported = services.filter(({digest}) => digest !== null)
  return {
    state: imported.length > 0 ? 'ok' : 'unknown',
    summary: `${imported.length} of ${services.length} services have an image in the cluster.`,
    tables: [
      {
        title: 'Images of the services',
        columns: ['Service', 'Version', 'Digest', 'Since', 'Other versions here'],
        rows: services.map(({service, version, digest, since, versions}) => ({
          state: digest === null ? 'unknown' : 'ok',
          cells: [service, version ?? '', shortDigest(digest), since ?? '', versions.join(', ')],
          ...(digest !== null && {log: service}),
        })),
      },
    ],
  }
}

/** The length that Docker shows. */
function shortDigest(digest: string | null): string {
  return digest === null ? 'not in the cluster' : digest.slice(0, 'sha256:'.length + 12)
}
