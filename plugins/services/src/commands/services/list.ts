import {commonFlags, interruptible, openSession, RdeCommand} from '@rde/plugin-kit'

import {servicesFor} from '../../services-for.js'
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
    const services = await interruptible({}, (signal) =>
      listServices(session, {
        servicesFor: servicesFor(this, session),
        signal,
      }),
    )
    this.log(renderServices(services))
    return {services}
  }
}
