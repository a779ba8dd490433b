import {existsSync, readFileSync, rmSync, writeFileSync} from 'node:fs'

import {expect} from 'chai'

import {runningSince} from '../e2e/docker.js'
import {degraded, judge, repaired, removed, verdict, type Fault, type FaultContext} from './fault.js'

/** Restores config.json after the fault, even if it fails. */
async function withConfig(
  {user}: FaultContext,
  text: (whole: string) => string,
  use: () => Promise<void>,
): Promise<void> {
  const whole = readFileSync(user.configFile, 'utf8')
  writeFileSync(user.configFile, text(whole))
  try {
    await use()
  } finally {
    writeFileSync(user.configFile, whole)
  }
}

export const brokenConfig: readonly Fault[] = [
  {
    name: 'a truncated config.json is reported with the line, and kubectl still works',
    begin: 'healthy',
    async provoke(context) {
      const {user} = context
      await withConfig(
        context,
        (whole) => whole.slice(0, whole.length / 2),
        async () => {
          const ended = await user.rde('cluster', 'start')
          judge(context, ended, {exitCode: 2, says: [user.configFile, /line \d+/, 'RDE_CONFIG_INVALID']})
          const status = await user.rde('cluster', 'status')
          judge(context, status, {exitCode: 0})
          expect((await user.rde('kubectl', 'get', 'nodes')).exitCode).to.equal(0)
        },
      )
    },
  },
  {
    name: 'the command in the message restores the backup of a truncated config.json',
    begin: 'healthy',
    async provoke(context) {
      const {user} = context
      expect(existsSync(`${user.configFile}.bak`)).to.equal(true)
      await withConfig(
        context,
        (whole) => whole.slice(0, whole.length / 2),
        async () => {
          const {stderr} = await user.rde('cluster', 'start')
          const [, command] = /: +(cp .*)/.exec(stderr) ?? []
          expect(command, stderr).to.equal(`cp ${user.configFile}.bak ${user.configFile}`)
          writeFileSync(user.configFile, readFileSync(`${user.configFile}.bak`))
          await repaired(context)
        },
      )
    },
  },
  {
    name: 'all mistakes made by hand are reported at once, with lines and the nearest key',
    begin: 'healthy',
    async provoke(context) {
      const breakIt = (whole: string) =>
        whole.replace('"agents": 2', '"agnets": 2').replace(/"apiPort": \d+/, '"apiPort": "many"')
      await withConfig(context, breakIt, async () => {
        const ended = await context.user.rde('cluster', 'start')
        judge(context, ended, {exitCode: 2, says: ['2 problems', 'agnets', 'agents', 'apiPort', /line \d+/]})
      })
    },
  },
  {
    name: 'a config.json of a newer rde is refused',
    begin: 'healthy',
    async provoke(context) {
      await withConfig(
        context,
        (whole) => whole.replace('"version": 1', '"version": 99'),
        async () => {
          judge(context, await context.user.rde('cluster', 'start'), {exitCode: 2, says: ['99', 'RDE_CONFIG_TOO_NEW']})
        },
      )
    },
  },
  {
    name: 'the config.json of a healthy cluster is lost: start adopts the cluster and destroys nothing',
    begin: 'healthy',
    async provoke(context) {
      const {user} = context
      const before = runningSince(user.cluster)
      const {cluster} = JSON.parse(readFileSync(user.configFile, 'utf8')) as {cluster: object}
      rmSync(user.folder, {recursive: true})
      await degraded(context, 'config.json is gone')
      await repaired(context)
      expect(runningSince(user.cluster)).to.deep.equal(before)
      expect((JSON.parse(readFileSync(user.configFile, 'utf8')) as {cluster: object}).cluster).to.deep.equal(cluster)
      expect((await user.rde('kubectl', 'get', 'nodes')).exitCode).to.equal(0)
    },
  },
  {
    name: 'the config.json of a stopped cluster is lost: start adopts the cluster and starts it',
    begin: 'stopped',
    slow: true,
    async provoke(context) {
      const {user} = context
      const ids = () => runningSince(user.cluster).map((line) => line.split(' ')[1])
      const before = ids()
      rmSync(user.folder, {recursive: true})
      expect(await verdict(context)).to.equal('stopped')
      await repaired(context)
      expect(ids()).to.deep.equal(before)
    },
  },
  {
    name: 'delete works with a broken config.json',
    begin: 'healthy',
    async provoke(context) {
      writeFileSync(context.user.configFile, '{"version": ')
      await removed(context)
    },
  },
]
