import {expect} from 'chai'

import type {ContainerStep, WorkflowDocument} from '../document.js'
import {fillCommands} from './fill-commands.js'

const document = (step: Partial<ContainerStep>): WorkflowDocument => ({
  parameters: {},
  triggers: [],
  steps: [{type: 'container', name: 'a', image: 'tool', dependsOn: [], at: {line: 3, column: 3}, ...step}],
})
const image = {entrypoint: ['/run', '--now'], cmd: ['all']}

describe('fillCommands', () => {
  it('gives a step the command of its image', async () => {
    const filled = await fillCommands(document({}), async () => image)
    expect(filled.document.steps[0]).to.deep.include({command: '/run', args: ['--now', 'all']})
    expect(filled.problems).to.deep.equal([])
  })

  it('replaces the image’s arguments with the step’s', async () => {
    const filled = await fillCommands(document({args: ['one']}), async () => image)
    expect(filled.document.steps[0]).to.deep.include({command: '/run', args: ['--now', 'one']})
  })

  it('does not look up the image of a step with a command or a script', async () => {
    const never = () => expect.fail('was asked')
    await fillCommands(document({command: 'x'}), never)
    await fillCommands(document({input: ['x']}), never)
  })

  it('warns about a step whose image is not available locally, at its position', async () => {
    const {problems} = await fillCommands(document({}), async () => undefined)
    expect(problems).to.have.length(1)
    expect(problems[0]).to.include({line: 3, column: 3, severity: 'warning'})
    expect(problems[0]?.message).to.contain('tool is not in Docker: ')
  })
})
