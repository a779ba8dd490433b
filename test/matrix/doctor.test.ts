import {execFileSync} from 'node:child_process'

import {expect} from 'chai'

import {CliHarness} from '../acceptance/cli-harness.js'
import type {DoctorResult} from '../acceptance/doctor-result.js'
import {inParallel} from './in-parallel.js'
import {clusterTroubles} from './troubles/cluster.js'
import {dockerTroubles} from './troubles/docker.js'
import {fileTroubles} from './troubles/files.js'
import {machineTroubles} from './troubles/machine.js'
import {mounts, servers, type Environment, type Trouble} from './troubles/plant.js'

/** Problems that this machine may have itself. */
const ofThisMachine = ['inotify', 'inotify-left', 'container-dns']

const troubles = [...dockerTroubles, ...machineTroubles, ...fileTroubles, ...clusterTroubles]

describe('the troubles that rde doctor finds', () => {
  const found = new Map<Trouble, {before: DoctorResult[]; after?: DoctorResult[]; fixes?: string}>()

  before(async function () {
    this.timeout(0)
    await inParallel(
      2,
      troubles.filter(({unless}) => !unless),
      async (trouble) => found.set(trouble, await play(trouble)),
    )
  })
  after(() => {
    for (const server of servers) server.close()
    for (const folder of mounts) execFileSync('umount', [folder])
  })

  async function play({plant, mended}: Trouble) {
    const cli = await machine()
    const env = {...((await plant(cli)) as Environment | undefined)}
    const examine = async () => {
      const {stdout} = await cli.rdeWith({env}, 'doctor', '--json')
      const {checks} = JSON.parse(stdout) as {checks: DoctorResult[]}
      return checks.filter(({id, status}) => status !== 'ok' && !ofThisMachine.includes(id))
    }
    try {
      const before = await examine()
      if (!mended) return {before}
      const {stderr: fixes} = await cli.rdeWith({env}, 'doctor', '--fix')
      const after = await examine()
      return {before, after, fixes}
    } finally {
      const refused = cli.tools.calls.flatMap(({problem}) => problem ?? [])
      if (mounts.every((folder) => !folder.startsWith(cli.home))) cli.remove()
      expect(refused).to.deep.equal([])
    }
  }

  /** A healthy machine without a cluster. */
  async function machine(): Promise<CliHarness> {
    const cli = await new CliHarness().choosePorts()
    cli.tools.always('docker', /^network ls --filter driver=bridge/, {stdout: 'a\n'})
    cli.tools.always('docker', /^network inspect/, {stdout: '172.17.0.0/16 \n'})
    cli.tools.playAlways('docker absent.ps', 'docker absent.network-ls', 'docker absent.volume-ls')
    // Registries have the images that are missing in Docker.
    cli.tools.always('docker', /^manifest inspect /, {stdout: '{}'})
    return cli
  }

  it('are none on a healthy machine', async () => {
    const {before} = await play({name: '', plant: () => {}, code: '', says: /^/, remedy: /^/})
    expect(before).to.deep.equal([])
  })

  for (const trouble of troubles) {
    it(`${trouble.name}: ${trouble.code}`, function () {
      if (trouble.unless) {
        console.log(`    skipped: ${trouble.unless}`)
        return this.skip()
      }
      const {before} = found.get(trouble)!
      expect(before.map(({problem}) => problem.code)).to.deep.equal([trouble.code])
      const [{detail, remedies}] = before as [DoctorResult]
      expect(detail).to.match(trouble.says)
      expect(remedies[0]?.command).to.match(trouble.remedy)
    })

    if (trouble.mended)
      it(`${trouble.name}: fixed by --fix, which reports it first`, () => {
        const {after, fixes} = found.get(trouble)!
        expect(fixes).to.match(/^fixing: \S/m)
        expect(after).to.deep.equal([])
      })
  }
})
