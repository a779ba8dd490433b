import {expect} from 'chai'

import {askInputs} from './ask-inputs.js'

describe('askInputs', () => {
  it('asks one question for each secret and each connection', async () => {
    const answers = ['hush-hush', '{"accessKeyID": "AK"}', '{"token": "T"}']
    const asked: string[] = []
    const missing = {
      secrets: ['token'],
      connections: [
        {type: 'aws', name: 'main'},
        {type: 'aws', name: 'other'},
      ],
    }
    const known = await askInputs(missing, async (question) => {
      asked.push(question)
      return answers[asked.length - 1]!
    })
    expect(known).to.deep.equal({
      secrets: {token: 'hush-hush'},
      connections: {aws: {main: {accessKeyID: 'AK'}, other: {token: 'T'}}},
    })
    expect(asked).to.have.length(3)
    expect(asked[1]).to.equal('Fields of the connection aws/main, as JSON, such as {"accessKeyID": "…"}: ')
  })

  it('asks again if the fields are not a JSON object, without repeating them', async () => {
    const answers = ['hush-hush', '["a"]', '{}']
    const asked: string[] = []
    await askInputs({secrets: [], connections: [{type: 't', name: 'n'}]}, async (question) => {
      asked.push(question)
      return answers[asked.length - 1]!
    })
    expect(asked).to.have.length(3)
    expect(asked.join()).to.not.contain('hush')
  })
})
