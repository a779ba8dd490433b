import {commonFlags, contributedServices, interruptible, openSession, RdeCommand} from '@rde/plugin-kit'

import type {ServiceView} from '../../services/services/list.js'

export default class ServicesList extends RdeCommand {
  static override summary = 'List the Relay services: what runs, and which versions can be had here.'
  static override examples = ['<%= config.bin %> services list']
  static override enableJsonFlag = true
  static override flags = commonFlags

  async run(): Promise<{services: ServiceView[]}> {
    const {flags} = await this.parse(ServicesList)
    const [{listServices}, {renderServices}] = await Promise.all([
      import('../../services/services/list.js'),
      import('../../render-services.js'),
    ])
    const session = openSession(flags)
    const {data} = session
    const services = await interruptible({}, (signal) =>
      listServices(session, {
        servicesFor: (config) => contributedServices(this.config, {config, data}),
        signal,
      }),
    )
    this.log(renderServices(services))
    return {services}
  }
}
