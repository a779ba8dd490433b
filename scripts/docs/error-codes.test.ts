import {expect} from 'chai'

import {errorCodes} from './error-codes.mjs'

/** The exit codes of RDE_X in these sources, whose paths are as in the repository. */
function exitsOf(source: string, more: Readonly<Record<string, string>> = {}): unknown[] {
  const sources = new Map(Object.entries({'packages/x/src/x.ts': source, ...more}))
  return [...(errorCodes(sources).get('RDE_X')?.exits ?? ['not found'])]
}

const table = {'packages/errors/src/index.ts': 'export const exitCodes = {usage: 2, busy: 5} as const'}

describe('errorCodes', () => {
  it('defaults to 1', () => {
    expect(exitsOf("new RdeError('x', {code: 'RDE_X'})")).to.deep.equal([1])
  })

  it('reads a name of the table', () => {
    const source = "import {exitCodes} from '@rde/errors'\nnew RdeError('x', {code: 'RDE_X', exitCode: exitCodes.busy})"
    expect(exitsOf(source, table)).to.deep.equal([5])
  })

  it('sees a shorthand', () => {
    expect(exitsOf("const exitCode = 3\nnew RdeError('x', {code: 'RDE_X', exitCode})")).to.deep.equal([3])
  })

  it('sees both sides of a condition', () => {
    expect(exitsOf("new RdeError('x', {code: 'RDE_X', exitCode: late ? 124 : 2})")).to.deep.equal([124, 2])
  })

  it('sees spread properties, and that they may be missing', () => {
    const always = "const end = {exitCode: 4}\nnew RdeError('x', {code: 'RDE_X', ...end})"
    const sometimes = "new RdeError('x', {code: 'RDE_X', ...(late && {exitCode: 124})})"
    expect([exitsOf(always), exitsOf(sometimes)]).to.deep.equal([[4], [124, 1]])
  })

  it('uses the last one', () => {
    const source = "const end = {exitCode: 4}\nnew RdeError('x', {code: 'RDE_X', ...end, exitCode: 2})"
    expect(exitsOf(source)).to.deep.equal([2])
  })

  it('follows the return values of a function, into other files too', () => {
    const other = 'export function exitOf(late: boolean): number {\n  if (late) return 124\n  return 5\n}'
    const source = "import {exitOf} from './y.js'\nnew RdeError('x', {code: 'RDE_X', exitCode: exitOf(true)})"
    expect(exitsOf(source, {'packages/x/src/y.ts': other})).to.deep.equal([124, 5])
  })

  it('uses the arguments of all calls for a parameter', () => {
    const source = `
      function refused(code: string, {exitCode = 3}: {exitCode?: number}) { return new RdeError('x', {code, exitCode}) }
      refused('RDE_X', {exitCode: 2})
      refused('RDE_X', {})
      refused('RDE_Y', {exitCode: 5})`
    expect(exitsOf(source)).to.deep.equal([2, 3])
  })

  it('finds a code that is a constant', () => {
    expect(exitsOf("const code = 'RDE_X'\nnew RdeError('x', {code, exitCode: 2})")).to.deep.equal([2])
  })

  it('marks exit codes that are known only at run time', () => {
    expect(exitsOf("new RdeError('x', {code: 'RDE_X', exitCode: error.oclif.exit})")).to.deep.equal(['as the cause'])
  })

  describe('the remedies', () => {
    const remediesOf = (source: string, more: Readonly<Record<string, string>> = {}) => {
      const sources = new Map(Object.entries({'packages/x/src/x.ts': source, ...more}))
      return Object.fromEntries(errorCodes(sources).get('RDE_X')?.remedies ?? [])
    }

    it('are those of the error, with … for parts that are known only at run time', () => {
      const source = "new RdeError('x', {code: 'RDE_X', remedies: [{what: 'See', command: `rde show ${name}`}]})"
      expect(remediesOf(source)).to.deep.equal({'rde show …': 'See'})
    })

    it('are found through constants of other files', () => {
      const source = "import {see} from './see.js'\nnew RdeError('x', {code: 'RDE_X', remedies: [see]})"
      const more = {'packages/x/src/see.ts': "export const see = {what: 'See', command: 'rde show'}"}
      expect(remediesOf(source, more)).to.deep.equal({'rde show': 'See'})
    })

    it('of a check are those of its file', () => {
      const source =
        "const disk = {problem: {code: 'RDE_X', exitCode: 1}, run: () => warning('full', {what: 'Prune', command: 'docker prune'})}"
      expect(remediesOf(source)).to.deep.equal({'docker prune': 'Prune'})
    })

    it('are those that callers pass, through other functions too', () => {
      const source = `
        function refused({remedies}: {remedies: object[]}) { return new RdeError('x', {code: 'RDE_X', remedies}) }
        function late(options: {remedies: object[]}) { return refused(options) }
        late({remedies: [{what: 'Wait', command: 'sleep 1'}]})`
      expect(remediesOf(source)).to.deep.equal({'sleep 1': 'Wait'})
    })

    it('are all possible texts of a command, each with its title', () => {
      const source = `
        const page = {linux: 'apt install x', darwin: 'brew install x'}
        const get = (platform: string) => page[platform]
        const command = (platform: string, quick: boolean) => ({what: quick ? 'Fast' : 'Slow', command: quick ? 'now' : 'later'})
        new RdeError('x', {code: 'RDE_X', remedies: [{what: 'Get it', command: get(platform)}, command(platform, true)]})`
      expect(remediesOf(source)).to.deep.equal({
        'apt install x': 'Get it',
        'brew install x': 'Get it',
        now: 'Fast',
        later: 'Slow',
      })
    })

    it('are the words of a composed command line', () => {
      const source = `
        new RdeError('x', {code: 'RDE_X', remedies: [{what: 'Look', command: commandLine({file: 'ls', args: ['-ld', path]})}]})`
      expect(remediesOf(source)).to.deep.equal({'ls -ld …': 'Look'})
    })
  })
})
