import type {Command} from '@oclif/core'

import {contributedServices, type Session} from '@rde/plugin-kit'

import type {ServicesFor} from './services/list.js'

/** The services that the installed plugins contribute. */
export function servicesFor({config: host}: Pick<Command, 'config'>, {data}: Pick<Session, 'data'>): ServicesFor {
  return (config) => contributedServices(host, {config, data})
}
