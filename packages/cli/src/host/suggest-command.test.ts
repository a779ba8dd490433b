import {expect} from 'chai'

import {suggestCommand} from './suggest-command.js'

const ids = [
  ...['cluster', 'cluster:start', 'cluster:stop', 'cluster:status', 'cluster:delete'],
  ...['workflow', 'workflow:run', 'workflow:logs', 'workflow:delete', 'kubectl', 'version', 'help'],
]
const suggested = (line: string) => suggestCommand(line.split(' '), ids)?.join(' ')

describe('suggestCommand', () => {
  for (const [typed, meant] of [
    ['cluster strat', 'cluster start'],
    ['clustre start --agents 1', 'cluster start --agents 1'],
    ['clutser', 'cluster'],
    ['kubctl get pods -A', 'kubectl get pods -A'],
    ['workflow help run', 'help workflow run'],
    ['start --profile bare', 'cluster start --profile bare'],
    ['stop', 'cluster stop'],
    ['status --json', 'cluster status --json'],
    ['logs deploy#7 test', 'workflow logs deploy#7 test'],
    ['run hello.yaml -p a=b', 'workflow run hello.yaml -p a=b'],
    ['doctor', 'cluster status'],
  ] as const) {
    it(`suggests \`${meant}\` for \`${typed}\``, () => {
      expect(suggested(typed)).to.equal(meant)
    })
  }

  for (const typed of ['cluster logs', 'cluster delte', 'cluster stpo', 'workflow delet x', 'frobnicate']) {
    it(`suggests nothing for \`${typed}\``, () => {
      expect(suggested(typed)).to.equal(undefined)
    })
  }
})
