import {statfs} from 'node:fs/promises'

import {exitCodes} from '@rde/errors'

import {failure, ok, warning, type Finding} from './check.js'
import {engineCheck} from './engine-check.js'

/** The images of the stack unpack to some 50,000 files on each node. */
const minimum = 50_000
const enough = 300_000

/** A disk can run out of inodes while it has free space. */
export const inodes = engineCheck(
  {id: 'inodes', category: 'machine', title: 'Inodes', problem: {code: 'RDE_INODES', exitCode: exitCodes.failed}},
  async ({dataFolder, operatingSystem}) => {
    const space = operatingSystem === 'Docker Desktop' ? undefined : await statfs(dataFolder).catch(() => undefined)
    return space === undefined ? ok('not measured') : judgeInodes({free: space.ffree, all: space.files}, dataFolder)
  },
)

/** Some file systems, such as btrfs, have no limit and report 0. */
export function judgeInodes({free, all}: {free: number; all: number}, folder: string): Finding {
  if (all === 0 || free >= enough) return ok(all === 0 ? 'not limited' : `${free} free`)
  const state = `${free} inodes are free where Docker keeps its data, ${folder}`
  return (free < minimum ? failure : warning)(
    `${state}; without free inodes no files can be created.`,
    {what: 'Remove the build cache', command: 'docker builder prune'},
    {what: 'Remove untagged images', command: 'docker image prune'},
  )
}
