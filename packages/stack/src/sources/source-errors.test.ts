import {expect} from 'chai'

import {failedDownload, failedDownloads, isFailedDownload} from './source-errors.js'

const unresolved = (host: string) => failedDownload(`https://${host}/a.yaml`, `getaddrinfo ENOTFOUND ${host}`)

describe('failedDownloads', () => {
  it('has one line for one cause, with a count, whichever servers and programs it came from', () => {
    const helm = failedDownload('https://charts.example/vault 1.0.0', 'dial tcp: lookup charts.example: no such host')
    const {message} = failedDownloads([unresolved('one.example'), unresolved('two.example'), helm])
    expect(message).to.equal('3 files cannot be downloaded: the server names cannot be resolved; is there a network?')
  })

  it('names the address and the reason of a cause of its own', () => {
    const missing = failedDownload('https://one.example/b.yaml', 'the server answered 404 Not Found')
    const {message} = failedDownloads([unresolved('one.example'), unresolved('two.example'), missing])
    expect(message.split('\n')[1]).to.equal(
      'https://one.example/b.yaml cannot be downloaded: the server answered 404 Not Found',
    )
  })

  it('counts an address once that several components need', () => {
    const both = failedDownloads([failedDownloads([unresolved('one.example')]), unresolved('one.example')])
    expect(both.message).to.equal('https://one.example/a.yaml cannot be downloaded: getaddrinfo ENOTFOUND one.example')
    expect(isFailedDownload(both)).to.equal(true)
  })
})
