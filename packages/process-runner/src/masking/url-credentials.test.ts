import {expect} from 'chai'

import {maskUserInfo, userInfoIn} from './url-credentials.js'

describe('user and password of a URL', () => {
  for (const [text, shown] of [
    ['proxy http://me:pa%40ss@proxy:3128/ is gone', 'proxy http://••••@proxy:3128/ is gone'],
    ['https://me:p@ss@proxy', 'https://••••@proxy'],
    ['socks5://token@[::1]:1080', 'socks5://••••@[::1]:1080'],
    ['a http://x:y@one b http://z:w@two', 'a http://••••@one b http://••••@two'],
  ] as const)
    it(`are not shown in ${text}`, () => expect(maskUserInfo(text)).to.equal(shown))

  for (const text of [
    'https://registry.example/@scope/name',
    'git@github.com:a/b',
    'mail me@example.com',
    'http://x?a=b@c',
  ])
    it(`are not seen in ${text}`, () => expect(maskUserInfo(text)).to.equal(text))

  it('are extracted for a runner to mask', () => {
    expect(userInfoIn('http://me:secret-1@a and https://you:secret-2@b')).to.deep.equal(['me:secret-1', 'you:secret-2'])
  })
})
