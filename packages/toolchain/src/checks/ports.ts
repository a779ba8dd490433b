import {exitCodes, type Remedy} from '@rde/errors'

import {isPortFree, nextFreePort} from '../ports/free-port.js'
import {describeHolder, portHolder} from '../ports/port-holder.js'
import {failure, ok, type Check, type CheckContext, type WantedPort} from './check.js'

/** Runs before anything is created: k3d would fail halfway. */
export const portsFree: Check = {
  id: 'ports',
  category: 'ports',
  title: 'Ports',
  problem: {code: 'RDE_PORT_TAKEN', exitCode: exitCodes.failed},
  applies: ({ports}) => ports.length > 0,

  async run(context) {
    const {ports} = context
    const free = await Promise.all(ports.map(({port}) => isPortFree(port)))
    const taken = ports.filter((_, index) => !free[index])
    if (taken.length === 0) return ok(`${ports.map(({port}) => port).join(', ')} on 127.0.0.1 are free`)
    const lines = await Promise.all(taken.map((wanted) => describe(wanted, context)))
    return failure(lines.join('\n'), ...(await remediesFor(taken, ports)))
  },
}

async function describe({port, purpose}: WantedPort, {runner, engine, toolchain, proc}: CheckContext): Promise<string> {
  const answers = (await engine.state()).kind === 'answers'
  const holder = await portHolder(port, {runner, proc, docker: answers ? toolchain.locate('docker') : undefined})
  return `Port ${port} on 127.0.0.1, wanted for ${purpose}, is used by ${describeHolder(holder)}.`
}

async function remediesFor(taken: readonly WantedPort[], wanted: readonly WantedPort[]): Promise<Remedy[]> {
  const reserved = new Set(wanted.map(({port}) => port))
  const remedies: Remedy[] = []
  for (const {port, purpose, setting} of taken) {
    const other = setting === undefined ? undefined : await nextFreePort(port + 1, reserved)
    if (other === undefined)
      remedies.push({what: 'See who uses it', command: `sudo lsof -nP -iTCP:${port} -sTCP:LISTEN`})
    else remedies.push({what: `Take another port for ${purpose}`, command: `rde config set ${setting} ${other}`})
    if (setting === undefined) remedies.push({what: 'End that program, then', command: 'rde cluster start'})
    if (other !== undefined) reserved.add(other)
  }
  return remedies
}
