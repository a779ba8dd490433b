import {expect} from 'chai'

import {curlRequest, readsConfig} from './curl-request.js'

const url = 'http://127.0.0.1/outputs/x'

describe('curlRequest', () => {
  it('parses the command that steps use to set an output', () => {
    expect(curlRequest(['-fsS', '-X', 'PUT', '-H', 'Content-Type: text/plain', '--data', 'a b', url])).to.deep.equal({
      ...{url, method: 'PUT', headers: {'content-type': 'text/plain'}, body: 'a b'},
      ...{fail: true, silent: true, showError: true},
    })
  })

  it('sends data as a form with POST by default, as curl does', () => {
    const {method, headers} = curlRequest(['-d', 'x', url])
    expect([method, headers]).to.deep.equal(['POST', {'content-type': 'application/x-www-form-urlencoded'}])
  })

  it('uploads with PUT, without a content type', () => {
    const {method, headers, body} = curlRequest(['-T', '-', url])
    expect([method, headers, body]).to.deep.equal(['PUT', {}, '@-'])
  })

  it('accepts a value attached to its letter', () =>
    expect(curlRequest(['-sXPUT', url])).to.include({method: 'PUT', silent: true}))

  it('takes the URL from the input of -K, which keeps its token off the command line', () => {
    const words = ['-fsS', '-K', '-', '-X', 'PUT', '--data', 'x']
    expect([readsConfig(words), readsConfig([url])]).to.deep.equal([true, false])
    expect(curlRequest(words, `url = "${url}"\n`)).to.include({url, method: 'PUT', body: 'x'})
    expect(() => curlRequest(words, 'proxy = "http://x"\n')).to.throw('only the setting url is supported')
  })

  for (const words of [
    ['-K', 'file', url],
    ['--retry', '3', url],
    ['-L', url],
    [url, url],
    [],
    ['-X'],
    ['--data-raw', '@x', url],
  ]) {
    it(`refuses: curl ${words.join(' ')}`, () => expect(() => curlRequest(words)).to.throw())
  }
})
