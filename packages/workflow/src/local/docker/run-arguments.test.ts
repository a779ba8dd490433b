import {expect} from 'chai'

import {step} from '../testing/run-locally.js'
import {envFile} from './env-file.js'
import {runArguments} from './run-arguments.js'
import {newRunName, orphaned} from './run-names.js'

const plan = {name: 'n', label: 'l', network: 'net', envFile: '/e', envNames: ['MANY']}
const bare = {type: 'container', name: 'a', image: 'i:1', dependsOn: []} as const

describe('runArguments', () => {
  it('runs the script of input as the program', () => {
    const words = runArguments(step('a', 'x'), {...plan, script: '/s'}).join(' ')
    expect(words).to.contain(
      '--volume /s:/var/run/rde/input-script:ro,z --entrypoint /var/run/rde/input-script alpine:3.16',
    )
  })

  it("runs a command with its arguments, or else the image's default program", () => {
    expect(runArguments({...bare, command: 'c', args: ['x', 'y']}, plan).slice(-5)).to.deep.equal([
      '--entrypoint',
      'c',
      'i:1',
      'x',
      'y',
    ])
    expect(runArguments(bare, plan).slice(-3)).to.deep.equal(['--env', 'MANY', 'i:1'])
  })

  it('adds a host alias for this machine only if its address leads elsewhere', () => {
    expect(runArguments(bare, plan)).to.not.include('--add-host')
    expect(runArguments(bare, {...plan, hostAlias: 'h'})).to.include('h:host-gateway')
  })
})

describe('envFile', () => {
  it('contains values that fit on a line, and leaves out the others', () => {
    expect(envFile({A: '1', B: 'x\ny', C: ' "q" # '})).to.deep.equal({lines: 'A=1\nC= "q" # \n', others: {B: 'x\ny'}})
  })
})

describe('orphaned', () => {
  const name = newRunName()

  it('finds names of processes of this machine that have ended', () => {
    expect(orphaned([`${name}-3`, name], () => false)).to.deep.equal([`${name}-3`, name])
  })

  it('ignores names of live processes, of other machines and of unknown owners', () => {
    expect(orphaned([name], () => true)).to.deep.equal([])
    expect(
      orphaned([name.replace(/^rde-run-.{8}/, 'rde-run-ffffffff'), 'postgres', 'rde-run-x'], () => false),
    ).to.deep.equal([])
  })
})
