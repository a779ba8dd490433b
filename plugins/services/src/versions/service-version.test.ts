import {expect} from 'chai'

import {candidates, parseServiceVersion} from './service-version.js'

const services = [
  {name: 'relay-operator', local: 'relay-operator:local', pullFrom: 'reg.example.com/r/relay-operator:latest'},
]
const names = (text: string) => candidates(parseServiceVersion(text, services)).map(String)

describe('A version of a service', () => {
  it('is a tag of an image here, else of its registry', () => {
    expect(names('relay-operator@1.2')).to.deep.equal(['relay-operator:1.2', 'reg.example.com/r/relay-operator:1.2'])
  })

  it('may be a whole reference', () => {
    expect(names('relay-operator@quay.io/me/op:x')).to.deep.equal(['quay.io/me/op:x'])
  })

  for (const text of ['relay-operator', 'relay-operator@', '@1', 'nosuch@1']) {
    it(`is wrong usage as "${text}", which names the services there are`, () => {
      expect(() => parseServiceVersion(text, services))
        .to.throw('relay-operator')
        .with.nested.property('oclif.exit', 2)
    })
  }
})
