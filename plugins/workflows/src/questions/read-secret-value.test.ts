import {Readable} from 'node:stream'

import {failureOf} from '@rde/config/testing/failure-of'
import {expect} from 'chai'

import {pipedValue} from './read-secret-value.js'

describe('the value of a secret', () => {
  it('is all of standard input, the last line break included', async () => {
    const bytes = await pipedValue(Readable.from([Buffer.from('a\n'), Buffer.from([0xff, 0x0a])]))
    expect([...bytes]).to.deep.equal([0x61, 0x0a, 0xff, 0x0a])
  })

  it('is refused if standard input has no end', async () => {
    const endless = async function* () {
      for (;;) yield Buffer.alloc(64 * 1024)
    }
    expect((await failureOf(() => pipedValue(endless()))).message).to.contain('at most 1 MiB')
  })
})
