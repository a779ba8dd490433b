import {mkdirSync, readFileSync, writeFileSync} from 'node:fs'
import {dirname} from 'node:path'

import {expect} from 'chai'

import {judge, removed, verdict, type Fault} from './fault.js'

export const lock: readonly Fault[] = [
  {
    name: 'of two starts at once one succeeds, the other exits with 5 and names it; so does `config set`',
    begin: 'absent',
    async provoke(scene) {
      const {user} = scene
      const first = user.start('cluster', 'start')
      await first.printed('Cluster: creating', 'stderr')
      const says = [`pid ${first.child.pid}`, 'rde cluster start', 'RDE_BUSY']
      judge(scene, await user.rde('cluster', 'start'), {exitCode: 5, says})
      judge(scene, await user.rde('config', 'set', 'cluster.agents', '1'), {exitCode: 5, says})
      judge(scene, await user.rde('cluster', 'delete', '--yes'), {exitCode: 5, says})
      expect((await first.ended).exitCode).to.equal(0)
      expect(await verdict(scene)).to.equal('healthy')
    },
  },
  {
    name: 'a lock whose pid was given to another process is taken over',
    begin: 'healthy',
    async provoke(scene) {
      const {user} = scene
      const {pid} = process
      const holder = {pid, startTime: '1', command: 'rde cluster start', since: new Date().toISOString(), children: []}
      writeFileSync(user.lockFile, JSON.stringify({holder}))
      judge(scene, await user.rde('cluster', 'start'), {exitCode: 0})
    },
  },
  {
    name: 'a lock file full of nonsense is taken over',
    begin: 'healthy',
    async provoke(scene) {
      writeFileSync(scene.user.lockFile, '\0\0\0')
      judge(scene, await scene.user.rde('cluster', 'start'), {exitCode: 0})
      expect(JSON.parse(readFileSync(scene.user.lockFile, 'utf8'))).to.deep.equal({holder: null})
    },
  },
  {
    name: 'two deletes at once: one removes all, the other exits with 5 or finds nothing',
    begin: 'healthy',
    async provoke(scene) {
      const ends = await Promise.all([1, 2].map(() => scene.user.rde('cluster', 'delete', '--yes')))
      scene.say(`exit codes ${ends.map(({exitCode}) => exitCode).join(' and ')}`)
      expect(ends.filter(({exitCode}) => exitCode !== 0 && exitCode !== 5)).to.deep.equal([])
      mkdirSync(dirname(scene.user.lockFile), {recursive: true})
      await removed(scene)
    },
  },
]
