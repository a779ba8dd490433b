import {statfs} from 'node:fs/promises'

import {exitCodes, type Remedy} from '@rde/errors'

import type {EngineInfo} from '../engine/engine-info.js'
import {failure, ok, warning, type Finding} from './check.js'
import {engineCheck} from './engine-check.js'

const gigabyte = 1e9
const leastFree = 5 * gigabyte
const enoughFree = 15 * gigabyte
/** At 85 % the kubelet begins to remove images, imported ones included (kubelet, imageGCHighThresholdPercent). */
const fullestPercent = 80

/** Free space where Docker keeps images and volumes, if that folder is in this machine's file system. */
export const disk = engineCheck(
  {id: 'disk', category: 'machine', title: 'Disk', problem: {code: 'RDE_DISK_FULL', exitCode: exitCodes.failed}},
  diskFinding,
)

/** The same for an engine whose information is known already. */
export async function diskFinding({dataFolder, operatingSystem}: DiskInfo): Promise<Finding> {
  // Docker Desktop's folder is in its virtual machine, even if this machine has a folder of the same name.
  const space = operatingSystem === 'Docker Desktop' ? undefined : await spaceAt(dataFolder)
  return space ? judgeSpace(space, dataFolder) : ok(`not measured: Docker's ${dataFolder} is on a virtual machine`)
}

type DiskInfo = Pick<EngineInfo, 'dataFolder' | 'operatingSystem'>

export interface Space {
  /** Bytes available to users other than root. */
  readonly free: number
  readonly used: number
}

export function judgeSpace({free, used}: Space, folder: string): Finding {
  const percent = Math.ceil((100 * used) / Math.max(1, used + free))
  const state = `${Math.floor(free / gigabyte)} GB free (${percent} % used) where Docker keeps its data, ${folder}`
  if (free < leastFree) return failure(`The disk is full: ${state}.`, ...makeRoom)
  if (free < enoughFree) return warning(`The disk is nearly full: ${state}.`, ...makeRoom)
  if (percent > fullestPercent)
    return warning(`Kubernetes will remove images because the disk is too full: ${state}.`, ...makeRoom)
  return ok(state)
}

// Not `docker system prune`: it would remove a stopped cluster.
const makeRoom: readonly Remedy[] = [
  {what: 'See what uses the space', command: 'docker system df'},
  {what: 'Remove the build cache', command: 'docker builder prune'},
  {what: 'Remove untagged images', command: 'docker image prune'},
]

/** Calculated as df(1) does. */
async function spaceAt(folder: string): Promise<Space | undefined> {
  try {
    const {bsize, blocks, bfree, bavail} = await statfs(folder)
    return {free: bavail * bsize, used: (blocks - bfree) * bsize}
  } catch {
    return undefined
  }
}
