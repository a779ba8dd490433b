import {expect} from 'chai'

import {failedDownload, failedDownloads, isFailedDownload} from './source-errors.js'

const unresolved = (host: string) => failedDownload(`https://${host}/a.yaml`, `getaddrinfo ENOTFOUND ${host}`)

describe('failedDownloads', () => {
  it('has one line per cause, with a count, across servers and programs', () => {
    const helm = failedDownload('https://charts.example/vault 1.0.0', 'dial tcp: lookup charts.example: no such host')
    const {message} = failedDownloads([unresolved('one.example'), unresolved('two.example'), helm])
    expect(message).to.equal('3 files cannot be downloaded: the server names cannot be resolved; is there a network?')
  })

  it('names the address and the reason of a single failure', () => {
    const missing = failedDownload('https://one.example/b.yaml', 'the server answered 404 Not Found')
    const {message} = failedDownloads([unresolved('one.example'), unresolved('two.example'), missing])
    expect(message.split('\n')[1]).to.equal(
      'https://one.example/b.yaml cannot be downloaded: the server answered 404 Not Found',
    )
  })

  it('counts an address that several components need once', () => {
    const both = failedDownloads([failedDownloads([unresolved('one.example')]), unresolved('one.example')])
    expect(both.message).to.equal('https://one.example/a.yaml cannot be downloaded: getaddrinfo ENOTFOUND one.example')
    expect(isFailedDownload(both)).to.equal(true)
  })
})
