import {expect} from 'chai'

import {repeatCommand} from './repeat-command.js'

const flags = {
  on: {type: 'option'},
  param: {type: 'option', char: 'p', multiple: true},
  secret: {type: 'option', multiple: true},
  quiet: {type: 'boolean', char: 'q'},
  detach: {type: 'boolean'},
  yes: {type: 'boolean', char: 'y'},
} as const

/** The remedy's command after `rde workflow run` was typed with these words. */
const repeated = (command: string, argv: readonly string[], without?: readonly string[]) =>
  repeatCommand({what: 'x', command, ...(without && {without})}, {bin: 'rde', name: 'workflow run', argv, flags})
    .command

describe('repeatCommand', () => {
  it('keeps every flag that was typed', () => {
    const argv = ['hello.yaml', '-p', 'env=dev', '--on=host', '-q']
    expect(repeated('rde workflow run hello.yaml --on host --yes', argv)).to.equal(
      'rde workflow run hello.yaml -p env=dev -q --on host --yes',
    )
  })

  it('quotes for the shell what was typed', () => {
    expect(repeated("rde workflow run it's here.yaml --yes", ["it's here.yaml", '-p', 'a=b c'])).to.equal(
      "rde workflow run 'it'\\''s here.yaml' -p 'a=b c' --yes",
    )
  })

  it('lets the remedy set a flag that was typed with another value', () => {
    expect(repeated('rde workflow run a.yaml --on docker', ['a.yaml', '--on', 'host'])).to.equal(
      'rde workflow run a.yaml --on docker',
    )
  })

  it('keeps the other values of a flag that may be given several times', () => {
    expect(repeated('rde workflow run a.yaml -p b=…', ['a.yaml', '-pa=1', '--param', 'b'])).to.equal(
      'rde workflow run a.yaml -pa=1 -p b=…',
    )
  })

  it('keeps the arguments of the remedy, which may concern only one of several', () => {
    expect(repeated('rde workflow run b.yaml', ['a.yaml', 'b.yaml', '-q'])).to.equal('rde workflow run b.yaml -q')
  })

  it('drops flags that the remedy must not get', () => {
    expect(repeated('rde workflow run a.yaml --on host', ['a.yaml', '--detach', '-q'], ['detach'])).to.equal(
      'rde workflow run a.yaml -q --on host',
    )
  })

  it('treats everything after -- as arguments', () => {
    expect(repeated('rde workflow run --yes', ['-q', '--', '--on'])).to.equal('rde workflow run -q --yes')
  })

  it('does not show a secret again', () => {
    expect(repeated('rde workflow run a.yaml --yes', ['a.yaml', '--secret', 'k=hunter2', '--secret', 'f=@x'])).to.equal(
      'rde workflow run a.yaml --secret k=… --secret f=@x --yes',
    )
  })

  it('finds the command behind a pipe and behind variables', () => {
    expect(repeated('printf %s "$V" | RDE_PLUGINS=off rde workflow run a.yaml', ['a.yaml', '-q'])).to.equal(
      'printf %s "$V" | RDE_PLUGINS=off rde workflow run a.yaml -q',
    )
  })

  it('finds the command among others', () => {
    expect(repeated('rde cluster stop && rde workflow run a.yaml', ['a.yaml', '-q'])).to.equal(
      'rde cluster stop && rde workflow run a.yaml -q',
    )
  })

  for (const command of ['rde workflow runs', 'rde workflow', 'docker info', 'xrde workflow run a'])
    it(`leaves ${command} alone`, () => expect(repeated(command, ['a.yaml', '-q'])).to.equal(command))
})
