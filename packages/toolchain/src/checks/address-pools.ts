import {exitCodes} from '@rde/errors'

import type {AddressPool} from '../engine/engine-info.js'
import {failedProcess} from '../wrappers/failed-process.js'
import {failure, ok, warning, type CheckContext, type Finding} from './check.js'
import {engineCheck} from './engine-check.js'

/** Docker's default address pools. */
const defaultPools: readonly AddressPool[] = [
  ...Array.from({length: 15}, (_, index) => ({base: `172.${17 + index}.0.0/16`, size: 16})),
  {base: '192.168.0.0/16', size: 20},
]

/** A cluster needs one network; by default Docker has addresses for about thirty. */
export const addressPools = engineCheck(
  {
    id: 'address-pools',
    category: 'network',
    title: 'Networks of Docker',
    problem: {code: 'RDE_ADDRESS_POOLS', exitCode: exitCodes.failed},
  },
  async ({addressPools: pools = defaultPools}, context) => {
    const subnets = await usedSubnets(context)
    return subnets === undefined ? ok('not asked') : judgePools(pools, subnets)
  },
)

export function judgePools(pools: readonly AddressPool[], subnets: readonly string[]): Finding {
  const all = pools.reduce((sum, {base, size}) => sum + 2 ** (size - Number(base.split('/')[1])), 0)
  const taken = subnets.filter((subnet) => pools.some(({base}) => isWithin(subnet, base))).length
  const free = Math.max(0, all - taken)
  const state = `${taken} of ${all} networks are taken`
  const remedy = {what: 'Remove networks that nothing uses', command: 'docker network prune'}
  if (free === 0) return failure(`Docker has no addresses for another network: ${state}.`, remedy)
  return free === 1 ? warning(`Docker has addresses for only one more network: ${state}.`, remedy) : ok(state)
}

async function usedSubnets({runner, toolchain}: CheckContext): Promise<string[] | undefined> {
  const file = toolchain.locate('docker') ?? 'docker'
  const ask = async (...args: string[]) => (await runner.capture({file, args, timeoutMs: 10_000})).stdout.trim()
  try {
    const names = (await ask('network', 'ls', '--filter', 'driver=bridge', '--format', '{{.ID}}')).split('\n')
    const format = '{{range .IPAM.Config}}{{.Subnet}} {{end}}'
    return (await ask('network', 'inspect', '--format', format, ...names.filter(Boolean))).split(/\s+/)
  } catch (error) {
    failedProcess(error)
    return undefined
  }
}

function isWithin(subnet: string, base: string): boolean {
  const [network = '', length = '0'] = base.split('/')
  const mask = Number(length) === 0 ? 0 : (~0 << (32 - Number(length))) >>> 0
  const [address = ''] = subnet.split('/')
  return /^[\d.]+$/.test(address) && (toNumber(address) & mask) >>> 0 === (toNumber(network) & mask) >>> 0
}

function toNumber(address: string): number {
  return address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0)
}
