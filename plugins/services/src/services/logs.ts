import {exitCodes, RdeError} from '@rde/errors'
import type {RunningContainer} from '@rde/images'
import {requireConfig, type Service, type Session} from '@rde/plugin-kit'

import {serviceContainers} from './service-containers.js'
import {findService} from '../versions/service-version.js'
import type {ServicesFor} from './list.js'

export interface LogsOptions {
  readonly service: string
  readonly follow: boolean
  readonly tail?: number | undefined
  readonly servicesFor: ServicesFor
  readonly signal: AbortSignal
  print(line: string): void
}

/** Prints the logs of all containers that run a service's image. With several containers, prefixes each line. */
export async function printServiceLogs(session: Session, options: LogsOptions): Promise<void> {
  const {follow, tail, signal, print} = options
  const service = findService(options.service, await options.servicesFor(await requireConfig(session, signal)))
  const containers = await serviceContainers(session, [service], signal)
  const {kubectl} = session.tools({signal})
  if (containers.length === 0) throw notRunning(service)
  const several = containers.length > 1
  const printLogs = async (container: RunningContainer) => {
    const printLine = (line: string) => print(several ? `${container.pod} ${container.container} | ${line}` : line)
    await kubectl.logs({...container, follow, tail, signal}, printLine).catch((error: Error) => {
      // A replaced pod must not end the other logs.
      if (signal.aborted || !several) throw error
      printLine(`(no log: ${error.message.split('\n')[0]})`)
    })
  }
  if (follow) await Promise.all(containers.map(printLogs))
  else for (const container of containers) await printLogs(container)
}

function notRunning({name, local}: Service): RdeError {
  return new RdeError(`${name} does not run: no pod uses ${local}.`, {
    code: 'RDE_SERVICE_NOT_RUNNING',
    exitCode: exitCodes.failed,
    remedies: [{what: 'See the state of the cluster', command: 'rde cluster status'}],
  })
}
