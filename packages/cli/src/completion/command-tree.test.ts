import {expect} from 'chai'

import {whatIsWanted, type KnownCommand} from './command-tree.js'

const commands: readonly KnownCommand[] = [
  {id: 'doctor', summary: 'Look.', args: {}, flags: {fix: {name: 'fix', type: 'boolean', description: 'Fix.'}}},
  {
    id: 'cluster:start',
    aliases: ['start'],
    summary: 'Start.',
    args: {cluster: {name: 'cluster'}},
    flags: {
      profile: {name: 'profile', type: 'option', options: ['full', 'core']},
      only: {name: 'only', type: 'option', multiple: true},
      quiet: {name: 'quiet', char: 'q', type: 'boolean'},
      timeout: {name: 'timeout', char: 't', type: 'option'},
    },
  },
  {id: 'workflow:logs', args: {run: {name: 'run'}, step: {name: 'step'}}, flags: {}},
  {id: 'workflow:secret:list', args: {name: {name: 'name'}}, flags: {}, completion: {name: 'workflow'}},
  {id: 'images:import', args: {ref: {name: 'ref'}}, flags: {}, strict: false},
  {id: '__hidden', hidden: true, args: {}, flags: {}},
]
const topics = [{name: 'workflow:secret', description: 'Secrets.'}]

describe('whatIsWanted', () => {
  const wanted = (line: string) => {
    const words = line.split(' ')
    const found = whatIsWanted(words.slice(0, -1), words.at(-1)!, {commands, topics})
    return found.what === 'candidates' ? found.candidates.map(({value}) => value) : found.value
  }

  it('offers commands, topics and shortcuts, and nothing hidden', () => {
    expect(wanted('')).to.deep.equal(['doctor', 'cluster', 'start', 'workflow', 'images'])
  })

  it('offers what is below a topic', () => expect(wanted('workflow ')).to.deep.equal(['logs', 'secret']))

  it('offers the flags that are not given yet, and those that may be repeated', () => {
    expect(wanted('cluster start --profile core --only x -')).to.deep.equal([
      '--only',
      '--quiet',
      '--timeout',
      '--help',
    ])
  })

  it('wants the value of a flag', () => {
    expect(wanted('start --profile ')).to.deep.include({kind: 'profile', options: ['full', 'core'], prefix: ''})
  })

  it('wants the value behind an equals sign', () => {
    expect(wanted('start --profile=fu')).to.deep.include({kind: 'profile', prefix: '--profile=', current: 'fu'})
  })

  it('wants the value of a short flag', () => expect(wanted('start -q -t ')).to.deep.include({kind: 'timeout'}))

  it('wants each argument by its position, with those before it', () => {
    expect(wanted('workflow logs hello#3 ')).to.deep.include({kind: 'step', args: {run: 'hello#3'}})
  })

  it('wants nothing after the last argument', () => expect(wanted('workflow logs a b ')).to.deep.equal([]))

  it('wants the last argument again if a command takes any number', () => {
    expect(wanted('images import a b ')).to.deep.include({kind: 'ref'})
  })

  it('uses the kind that the command declares', () => {
    expect(wanted('workflow secret list ')).to.deep.include({kind: 'workflow'})
  })

  it('wants nothing of a command that does not exist', () => expect(wanted('nonsense ')).to.deep.equal([]))
})
