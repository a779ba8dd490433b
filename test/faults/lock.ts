import {mkdirSync, readFileSync, writeFileSync} from 'node:fs'
import {dirname} from 'node:path'

import {expect} from 'chai'

import {judge, removed, verdict, type Fault} from './fault.js'

export const lock: readonly Fault[] = [
  {
    name: 'of two simultaneous starts one succeeds, the other exits with 5 and names it; so does `config set`',
    begin: 'absent',
    async provoke(context) {
      const {user} = context
      const first = user.start('cluster', 'start')
      await first.printed('Cluster: creating', 'stderr')
      const says = [`pid ${first.child.pid}`, 'rde cluster start', 'RDE_BUSY']
      judge(context, await user.rde('cluster', 'start'), {exitCode: 5, says})
      judge(context, await user.rde('config', 'set', 'cluster.agents', '1'), {exitCode: 5, says})
      judge(context, await user.rde('cluster', 'delete', '--yes'), {exitCode: 5, says})
      expect((await first.ended).exitCode).to.equal(0)
      expect(await verdict(context)).to.equal('healthy')
    },
  },
  {
    name: 'a lock whose pid was reused by another process is taken over',
    begin: 'healthy',
    async provoke(context) {
      const {user} = context
      const {pid} = process
      const holder = {pid, startTime: '1', command: 'rde cluster start', since: new Date().toISOString(), children: []}
      writeFileSync(user.lockFile, JSON.stringify({holder}))
      judge(context, await user.rde('cluster', 'start'), {exitCode: 0})
    },
  },
  {
    name: 'a lock file full of nonsense is taken over',
    begin: 'healthy',
    async provoke(context) {
      writeFileSync(context.user.lockFile, '\0\0\0')
      judge(context, await context.user.rde('cluster', 'start'), {exitCode: 0})
      expect(JSON.parse(readFileSync(context.user.lockFile, 'utf8'))).to.deep.equal({holder: null})
    },
  },
  {
    name: 'two simultaneous deletes: one removes everything, the other exits with 5 or finds nothing',
    begin: 'healthy',
    async provoke(context) {
      const ends = await Promise.all([1, 2].map(() => context.user.rde('cluster', 'delete', '--yes')))
      context.say(`exit codes ${ends.map(({exitCode}) => exitCode).join(' and ')}`)
      expect(ends.filter(({exitCode}) => exitCode !== 0 && exitCode !== 5)).to.deep.equal([])
      mkdirSync(dirname(context.user.lockFile), {recursive: true})
      await removed(context)
    },
  },
]
