import {expect} from 'chai'

import {curlRequest} from './curl-request.js'

const url = 'http://127.0.0.1/outputs/x'

describe('curlRequest', () => {
  it('reads the line that steps send an output with', () => {
    expect(curlRequest(['-fsS', '-X', 'PUT', '-H', 'Content-Type: text/plain', '--data', 'a b', url])).to.deep.equal({
      ...{url, method: 'PUT', headers: {'content-type': 'text/plain'}, body: 'a b'},
      ...{fail: true, silent: true, showError: true},
    })
  })

  it('sends data as a form by POST unless told otherwise, as curl does', () => {
    const {method, headers} = curlRequest(['-d', 'x', url])
    expect([method, headers]).to.deep.equal(['POST', {'content-type': 'application/x-www-form-urlencoded'}])
  })

  it('uploads by PUT, without a content type', () => {
    const {method, headers, body} = curlRequest(['-T', '-', url])
    expect([method, headers, body]).to.deep.equal(['PUT', {}, '@-'])
  })

  it('takes a value that is written to its letter', () =>
    expect(curlRequest(['-sXPUT', url])).to.include({method: 'PUT', silent: true}))

  for (const words of [['--retry', '3', url], ['-L', url], [url, url], [], ['-X'], ['--data-raw', '@x', url]]) {
    it(`does not guess at: curl ${words.join(' ')}`, () => expect(() => curlRequest(words)).to.throw())
  }
})
