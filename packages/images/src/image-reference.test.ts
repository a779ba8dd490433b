import {expect} from 'chai'

import {parseImageReference, readImageReference} from './image-reference.js'

describe('parseImageReference', () => {
  for (const [text, canonical] of [
    ['alpine', 'docker.io/library/alpine:latest'],
    ['docker.io/library/alpine:latest', 'docker.io/library/alpine:latest'],
    ['index.docker.io/alpine', 'docker.io/library/alpine:latest'],
    ['team/api:dev', 'docker.io/team/api:dev'],
    ['quay.io/foo/bar:1', 'quay.io/foo/bar:1'],
    ['localhost:5000/x', 'localhost:5000/x:latest'],
  ] as const) {
    it(`reads ${text} as ${canonical}`, () => {
      expect(parseImageReference(text).canonical).to.equal(canonical)
    })
  }

  for (const text of ['', 'Bad', 'a b', '-x', '--force', 'x:', 'x/', 'a//b', 'x:tag:tag', 'x; rm -rf /', '../../etc']) {
    it(`refuses "${text}" as wrong usage`, () => {
      expect(() => parseImageReference(text))
        .to.throw('not the name of an image')
        .with.nested.property('oclif.exit', 2)
    })
  }

  it('wants a tag instead of a digest', () => {
    expect(() => parseImageReference(`x@sha256:${'a'.repeat(64)}`)).to.throw('with a tag')
  })

  it('gives undefined where nobody asked for an error', () => {
    expect(readImageReference('Bad')).to.equal(undefined)
  })
})
