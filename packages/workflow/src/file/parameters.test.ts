import {isRdeError} from '@rde/errors'
import {expect} from 'chai'

import {completeParameters} from './parameters.js'

describe('completeParameters', () => {
  const declared = {parameters: {name: {description: 'whom to greet'}, greeting: {default: 'Hello'}, count: {}}}
  const options = {given: {}, target: 'hello.yaml', askText: undefined, allowUnresolved: false}

  it('prompts for each parameter that has no value, with its description', async () => {
    const asked: string[] = []
    const askText = async (question: string) => `answer ${asked.push(question)}`
    const completed = await completeParameters(declared, {...options, askText})
    expect(completed).to.deep.equal({name: 'answer 1', count: 'answer 2'})
    expect(asked).to.deep.equal(['Value of the parameter name (whom to greet): ', 'Value of the parameter count: '])
  })

  it('names all of them, and the flags to set them, if there is no terminal', async () => {
    const error = await completeParameters(declared, options).catch((problem: unknown) => problem)
    expect(isRdeError(error) && [error.code, error.remedies[0]?.command]).to.deep.equal([
      'RDE_PARAMETER_MISSING',
      'rde workflow run hello.yaml -p name=… -p count=…',
    ])
  })

  it('keeps --on in the suggested command', async () => {
    const given = {nam: 'x'}
    const error = await completeParameters(declared, {...options, given, on: 'host'}).catch(
      (problem: unknown) => problem,
    )
    expect(isRdeError(error) && error.remedies[0]?.command).to.equal('rde workflow run hello.yaml --on host -p name=…')
  })

  it('skips them if steps may get the expressions themselves', async () => {
    expect(await completeParameters(declared, {...options, allowUnresolved: true})).to.deep.equal({})
  })
})
