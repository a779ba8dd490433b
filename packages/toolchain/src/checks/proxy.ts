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

/** A proxy that takes longer is considered unreachable. */
const patienceMs = 3_000

/** The proxies of this terminal: whether they answer, whether Docker also has one, and which hosts bypass them. */
export const proxy = engineCheck(
  {id: 'proxy', category: 'network', title: 'Proxy', problem: {code: 'RDE_PROXY', exitCode: exitCodes.failed}},
  async (info, context) => {
    const {https} = info.proxy
    const chosen = chosenProxies(context)
    const [first] = chosen
    if (first === undefined) return ok(https === '' ? 'none' : `Docker pulls through ${shownProxy(https)}`)
    const found = [
      ...(await unreachableProxies(chosen)),
      ...missingNoProxyHosts(context),
      ...missingDockerProxy(info, context),
    ]
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

async function unreachableProxies(proxies: readonly ProxyVariable[]): Promise<Finding[]> {
  const asked = await Promise.all(proxies.map(async (one) => ({...one, trouble: await troubleWith(one.value)})))
  return asked.flatMap(({name, value, trouble}) =>
    trouble === undefined ? [] : failure(`${name} is ${shownProxy(value)}, ${trouble}.`, withoutProxy(name)),
  )
}

/** Why this proxy cannot be used; undefined if it answers. */
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
  ECONNREFUSED: 'but nothing is listening there',
  ENOTFOUND: 'whose host name does not exist',
  EAI_AGAIN: 'whose host name cannot be resolved now',
}

/** Services in the cluster are reached at localhost, which for the proxy is another machine. */
function missingNoProxyHosts({env}: Environment): Finding[] {
  const {name, value: listed} = proxyVariable(env, 'NO_PROXY') ?? {name: 'NO_PROXY', value: ''}
  const hosts = hostsOf(listed)
  const missing = ['localhost', '127.0.0.1'].filter((host) => !hosts.includes('*') && !hosts.includes(host))
  if (missing.length === 0) return []
  const value = [...missing, ...hosts].join(',')
  return [
    warning(
      `${name} does not name ${missing.join(' and ')}: curl and other programs would use the proxy for the cluster.`,
      {
        what: 'Exclude this machine from the proxy',
        command: `export ${name}=${value}`,
      },
    ),
  ]
}

/** The engine pulls images, and does not see the variables of this terminal. */
function missingDockerProxy({proxy: {https}, operatingSystem}: DockerProxy, {env}: Environment): Finding[] {
  const wanted = proxyVariable(env, 'HTTPS_PROXY')
  if (https !== '' || wanted === undefined) return []
  const where =
    operatingSystem === 'Docker Desktop'
      ? 'Docker Desktop: Settings, Resources, Proxies'
      : 'https://docs.docker.com/engine/daemon/proxy/'
  return [
    warning(`${wanted.name} is ${shownProxy(wanted.value)}, but Docker pulls images without a proxy.`, {
      what: 'Set it in Docker',
      command: where,
    }),
  ]
}

interface DockerProxy {
  readonly proxy: {readonly https: string}
  readonly operatingSystem: string
}
