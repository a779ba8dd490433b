import {commonFlags, contributedServices, interruptible, openSession, RdeCommand} from '@rde/plugin-kit'

import {listServices, type ServiceView} from '../../services/list.js'
import {renderServices} from '../../views/services.js'

export default class ServicesList extends RdeCommand {
  static override summary = 'List the Relay services: what runs, and which versions are available here.'
  static override examples = ['<%= config.bin %> services list']
  static override enableJsonFlag = true
  static override flags = commonFlags

  async run(): Promise<{services: ServiceView[]}> {
    const {flags} = await this.parse(ServicesList)
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
