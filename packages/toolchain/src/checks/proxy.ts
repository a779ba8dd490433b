import {exitCodes} from '@rde/errors'

import {ok, warning} from './check.js'
import {engineCheck} from './engine-check.js'

/** Images are pulled by the engine, which does not see the variables of this terminal. */
export const proxy = engineCheck(
  {id: 'proxy', category: 'network', title: 'Proxy', problem: {code: 'RDE_PROXY', exitCode: exitCodes.failed}},
  ({proxy: {https}, operatingSystem}, {env}) => {
    const wanted = env['https_proxy'] || env['HTTPS_PROXY']
    if (!wanted) return ok(https === '' ? 'none' : `Docker pulls by way of ${shown(https)}`)
    if (https !== '') return ok(`${shown(wanted)}; Docker: ${shown(https)}`)
    return warning(
      `HTTPS_PROXY is ${shown(wanted)}, but Docker pulls images without a proxy.`,
      operatingSystem === 'Docker Desktop'
        ? {what: 'Name it to Docker', command: 'Docker Desktop: Settings, Resources, Proxies'}
        : {what: 'Name it to Docker', command: 'https://docs.docker.com/engine/daemon/proxy/'},
    )
  },
)

function shown(address: string): string {
  return address.replace(/^(\w+:\/\/)?[^/@]*@/, '$1••••@')
}
