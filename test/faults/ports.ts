import {once} from 'node:events'
import {readFileSync} from 'node:fs'
import {createServer, type Server} from 'node:net'

import {expect} from 'chai'

import {judge, removed, repaired, verdict, type Fault, type FaultContext} from './fault.js'

type PortSetting = 'apiPort' | 'registryPort' | 'httpPort'

function portsOf({user}: FaultContext): Record<PortSetting, number> {
  return (JSON.parse(readFileSync(user.configFile, 'utf8')) as {cluster: Record<PortSetting, number>}).cluster
}

async function occupied<T>(port: number, use: () => Promise<T>): Promise<T> {
  const server: Server = createServer().listen(port, '127.0.0.1')
  await once(server, 'listening')
  try {
    return await use()
  } finally {
    server.close()
    await once(server, 'close')
  }
}

export const ports: readonly Fault[] = [
  {
    name: 'a taken default port is replaced with the next free one, which is saved',
    begin: 'absent',
    async provoke(context) {
      const {user} = context
      await user.rde('config', 'set', 'cluster.agents', '0')
      const {registryPort} = portsOf(context)
      await occupied(registryPort, async () => {
        judge(context, await user.rde('cluster', 'start'), {exitCode: 0, says: [`port ${registryPort} is in use`]})
      })
      const chosen = portsOf(context).registryPort
      context.say(`the registry has port ${chosen} instead of ${registryPort}`)
      expect(chosen).to.be.greaterThan(registryPort)
      expect(await verdict(context)).to.equal('healthy')
      await removed(context)
    },
  },
  {
    name: 'a taken port that the user chose is an error that names the process',
    begin: 'absent',
    async provoke(context) {
      const {user} = context
      await user.rde('config', 'set', 'cluster.httpPort', '28123')
      await occupied(28_123, async () => {
        const ended = await user.rde('cluster', 'start')
        const says = [`pid ${process.pid}`, '28123', /rde config set cluster.httpPort \d+/, 'RDE_PORT_TAKEN']
        judge(context, ended, {exitCode: 1, says})
      })
      await removed(context)
    },
  },
  {
    name: 'a port that was taken while the cluster was stopped is reported with the process, and nothing is lost',
    begin: 'stopped',
    async provoke(context) {
      const {user} = context
      const {apiPort} = portsOf(context)
      await occupied(apiPort, async () => {
        const ended = await user.rde('cluster', 'start')
        judge(context, ended, {exitCode: 1, says: [`pid ${process.pid}`, String(apiPort), 'RDE_PORT_TAKEN']})
        expect(await verdict(context)).to.equal('stopped')
      })
      await repaired(context)
    },
  },
]
