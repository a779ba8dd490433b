import {spawnSync} from 'node:child_process'
import {mkdtempSync, readdirSync, readFileSync, rmSync, statfsSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'

import {expect} from 'chai'

import {judge, type Fault, type FaultContext} from './fault.js'

const mount = (...args: string[]) => spawnSync('mount', args, {encoding: 'utf8'})

/** Calls `use` with the folder of a file system of one megabyte. */
async function withSmallDisk(use: (folder: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'rde-disk-'))
  const {status, stderr} = mount('-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder)
  if (status !== 0) throw new Error(stderr)
  try {
    await use(folder)
  } finally {
    spawnSync('umount', [folder])
    rmSync(folder, {recursive: true})
  }
}

/** Uses the last free byte. */
function fill(folder: string): void {
  const {bavail, bsize} = statfsSync(folder)
  writeFileSync(join(folder, 'ballast'), Buffer.alloc(bavail * bsize))
}

const cannotMount = () => {
  const folder = mkdtempSync(join(tmpdir(), 'rde-disk-'))
  const {status} = mount('-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder)
  if (status === 0) spawnSync('umount', [folder])
  rmSync(folder, {recursive: true})
  return status === 0 ? undefined : 'it takes the right to mount'
}

async function onDisk(context: FaultContext, folder: string, ...words: string[]) {
  return context.user.rdeWith({RDE_DATA_DIR: folder}, ...words)
}

export const disk: readonly Fault[] = [
  {
    name: 'a disk that is full before the first config.json: reported, and nothing is created',
    begin: 'absent',
    unless: cannotMount,
    async provoke(context) {
      await withSmallDisk(async (folder) => {
        fill(folder)
        const ended = await onDisk(context, folder, 'cluster', 'start')
        judge(context, ended, {exitCode: 1, says: [folder, 'no space is left', 'RDE_FILE_UNWRITABLE']})
        expect(context.watch.remains(context.user.cluster)).to.deep.equal([])
      })
    },
  },
  {
    name: 'a disk that fills while settings are written: reported, config.json stays intact',
    begin: 'absent',
    unless: cannotMount,
    async provoke(context) {
      await withSmallDisk(async (folder) => {
        await onDisk(context, folder, 'config', 'set', 'cluster.agents', '1')
        const file = join(folder, 'clusters', context.user.cluster, 'config.json')
        const before = readFileSync(file, 'utf8')
        fill(folder)
        const ended = await onDisk(context, folder, 'config', 'set', 'cluster.agents', '3')
        judge(context, ended, {exitCode: 1, says: ['no space is left', 'RDE_FILE_UNWRITABLE']})
        expect(readFileSync(file, 'utf8')).to.equal(before)
        expect(
          readdirSync(join(folder, 'clusters', context.user.cluster)).filter((name) => name.endsWith('.tmp')),
        ).to.deep.equal([])
      })
    },
  },
  {
    name: 'a disk that fills during a create: it is rolled back and reported',
    begin: 'absent',
    slow: true,
    unless: cannotMount,
    async provoke(context) {
      await withSmallDisk(async (folder) => {
        const started = context.user.startWith({RDE_DATA_DIR: folder}, 'cluster', 'start', '--agents', '0')
        await started.printed('Cluster: creating', 'stderr')
        fill(folder)
        judge(context, await started.ended, {exitCode: 1, says: [/no space (is )?left/]})
        const left = context.watch.remains(context.user.cluster)
        context.say(`left in Docker: ${left.join(', ') || 'nothing'}`)
        expect(left).to.deep.equal([])
        rmSync(join(folder, 'ballast'))
        judge(context, await onDisk(context, folder, 'cluster', 'start', '--agents', '0'), {exitCode: 0})
        judge(context, await onDisk(context, folder, 'cluster', 'delete', '--yes'), {exitCode: 0})
      })
    },
  },
  {
    name: 'a full disk does not prevent delete',
    begin: 'absent',
    slow: true,
    unless: cannotMount,
    async provoke(context) {
      await withSmallDisk(async (folder) => {
        judge(context, await onDisk(context, folder, 'cluster', 'start', '--agents', '0'), {exitCode: 0})
        fill(folder)
        judge(context, await onDisk(context, folder, 'cluster', 'delete', '--yes'), {exitCode: 0})
        expect(context.watch.remains(context.user.cluster)).to.deep.equal([])
      })
    },
  },
  {
    name: 'a read-only data folder is reported',
    begin: 'absent',
    unless: cannotMount,
    async provoke(context) {
      await withSmallDisk(async (folder) => {
        mount('-o', 'remount,ro', folder)
        const ended = await onDisk(context, folder, 'cluster', 'start')
        judge(context, ended, {exitCode: 1, says: [folder, 'read-only', 'RDE_FILE_UNWRITABLE']})
        expect(context.watch.remains(context.user.cluster)).to.deep.equal([])
      })
    },
  },
]
