import {randomInt} from 'node:crypto'

import {nextFreePort} from '@rde/toolchain/ports/free-port'

/** Free ports for the cluster settings of config.json, below the ephemeral ports of the system. */
export async function freePorts(): Promise<{apiPort: number; registryPort: number; httpPort: number}> {
  const taken = new Set<number>()
  const next = async () => {
    const port = await nextFreePort(randomInt(10_000, 30_000), taken)
    if (port === undefined) throw new Error('no port is free')
    taken.add(port)
    return port
  }
  return {apiPort: await next(), registryPort: await next(), httpPort: await next()}
}
