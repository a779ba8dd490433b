import {connect} from 'node:net'

import {exitCodes} from '@rde/errors'

import {
  hostsOf,
  isProxyAddress,
  namedProxies,
  proxyVariable,
  shownProxy,
  withoutProxy,
  withScheme,
  type ProxyVariable,
} from '../proxies/proxy-variables.js'
import {failure, joinFindings, ok, warning, type CheckContext, type Finding} from './check.js'
import {engineCheck} from './engine-check.js'

/** A proxy answers at once, or it is in no network that we are in. */
const patienceMs = 3_000

/** The proxies of this terminal: whether they are there, whether Docker has one as well, and what goes past them. */
export const proxy = engineCheck(
  {id: 'proxy', category: 'network', title: 'Proxy', problem: {code: 'RDE_PROXY', exitCode: exitCodes.failed}},
  async (info, context) => {
    const {https} = info.proxy
    const chosen = chosenProxies(context)
    const [first] = chosen
    if (first === undefined) return ok(https === '' ? 'none' : `Docker pulls by way of ${shownProxy(https)}`)
    const found = [...(await silentProxies(chosen)), ...withoutLocalhost(context), ...withoutDockers(info, context)]
    if (found.length === 0)
      return ok([shownProxy(first.value), ...(https ? [`Docker: ${shownProxy(https)}`] : [])].join('; '))
    return joinFindings(found)
  },
)

type Environment = Pick<CheckContext, 'env'>

function chosenProxies({env}: Environment): ProxyVariable[] {
  const found = namedProxies(env)
  return found.filter(({value}, index) => found.findIndex((other) => other.value === value) === index)
}

async function silentProxies(proxies: readonly ProxyVariable[]): Promise<Finding[]> {
  const asked = await Promise.all(proxies.map(async (one) => ({...one, trouble: await troubleWith(one.value)})))
  return asked.flatMap(({name, value, trouble}) =>
    trouble === undefined ? [] : failure(`${name} is ${shownProxy(value)}, ${trouble}.`, withoutProxy(name)),
  )
}

/** Why nothing can be fetched by way of this proxy; undefined where somebody answers. */
async function troubleWith(address: string): Promise<string | undefined> {
  if (!isProxyAddress(address)) return 'which is not an address'
  const {hostname, port, protocol} = new URL(withScheme(address))
  const host = hostname.replace(/^\[|\]$/g, '')
  return new Promise((resolve) => {
    const socket = connect({host, port: Number(port || (protocol === 'https:' ? 443 : 80)), timeout: patienceMs})
    const end = (trouble?: string) => {
      socket.destroy()
      resolve(trouble)
    }
    socket.once('connect', () => end())
    socket.once('timeout', () => end(`which does not answer within ${patienceMs / 1_000} s`))
    socket.once('error', ({code}: NodeJS.ErrnoException) =>
      end(reasons[code ?? ''] ?? `which cannot be reached: ${code}`),
    )
  })
}

const reasons: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'where nobody listens',
  ENOTFOUND: 'a name that nobody knows',
  EAI_AGAIN: 'a name that cannot be resolved now',
}

/** What runs in the cluster is reached at localhost; the proxy's localhost is another machine. */
function withoutLocalhost({env}: Environment): Finding[] {
  const {name, value: listed} = proxyVariable(env, 'NO_PROXY') ?? {name: 'NO_PROXY', value: ''}
  const hosts = hostsOf(listed)
  const lacking = ['localhost', '127.0.0.1'].filter((host) => !hosts.includes('*') && !hosts.includes(host))
  if (lacking.length === 0) return []
  const value = [...lacking, ...hosts].join(',')
  return [
    warning(`${name} does not name ${lacking.join(' and ')}: curl and others would ask the proxy for the cluster.`, {
      what: 'Leave this machine out',
      command: `export ${name}=${value}`,
    }),
  ]
}

/** Images are pulled by the engine, which does not see the variables of this terminal. */
function withoutDockers({proxy: {https}, operatingSystem}: DockerProxy, {env}: Environment): Finding[] {
  const wanted = proxyVariable(env, 'HTTPS_PROXY')
  if (https !== '' || wanted === undefined) return []
  const where =
    operatingSystem === 'Docker Desktop'
      ? 'Docker Desktop: Settings, Resources, Proxies'
      : 'https://docs.docker.com/engine/daemon/proxy/'
  return [
    warning(`${wanted.name} is ${shownProxy(wanted.value)}, but Docker pulls images without a proxy.`, {
      what: 'Name it to Docker',
      command: where,
    }),
  ]
}

interface DockerProxy {
  readonly proxy: {readonly https: string}
  readonly operatingSystem: string
}
