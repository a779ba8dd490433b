import {expect} from 'chai'

import {isRdeError} from '@rde/errors'

import {allDownloads} from './all-downloads.js'
import {failedDownload} from './stack-errors.js'

const offline = (address: string) => Promise.reject(failedDownload(address, 'no such host'))
const errorOf = (downloads: Promise<unknown>[]) =>
  allDownloads(downloads).then(
    () => undefined,
    (error: unknown) => error,
  )

describe('allDownloads', () => {
  it('gives the results in their order', async () => {
    expect(await allDownloads([Promise.resolve(1), Promise.resolve(2)])).to.deep.equal([1, 2])
  })

  it('tells of every address that could not be reached, in one error', async () => {
    const error = await errorOf([offline('http://one'), Promise.resolve(), offline('http://two')])
    expect(isRdeError(error) && error.message.split('\n')).to.deep.equal([
      'http://one cannot be downloaded: no such host',
      'http://two cannot be downloaded: no such host',
    ])
  })

  it('tells of another failure first', async () => {
    const broken = new Error('the checksum is wrong')
    expect(await errorOf([offline('http://one'), Promise.reject(broken)])).to.equal(broken)
  })
})
