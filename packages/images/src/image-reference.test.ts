import {expect} from 'chai'
import fc from 'fast-check'

import {ImageReference} from './image-reference.js'

const digest = `sha256:${'a'.repeat(64)}`

describe('ImageReference', () => {
  for (const [text, canonical] of [
    ['alpine', 'docker.io/library/alpine:latest'],
    ['docker.io/library/alpine:latest', 'docker.io/library/alpine:latest'],
    ['docker.io/alpine:1', 'docker.io/library/alpine:1'],
    ['index.docker.io/alpine', 'docker.io/library/alpine:latest'],
    ['index.docker.io/team/app', 'docker.io/team/app:latest'],
    ['team/api:dev', 'docker.io/team/api:dev'],
    ['quay.io/foo/bar:1', 'quay.io/foo/bar:1'],
    ['ghcr.io/app:2', 'ghcr.io/app:2'],
    ['localhost/app:1', 'localhost/app:1'],
    ['localhost:5000/x', 'localhost:5000/x:latest'],
    ['registry:5000/team/app:1', 'registry:5000/team/app:1'],
    ['[::1]:5000/x:1', '[::1]:5000/x:1'],
    [`alpine@${digest}`, `docker.io/library/alpine@${digest}`],
    [`quay.io/x:1@${digest}`, `quay.io/x:1@${digest}`],
  ] as const) {
    it(`reads ${text.slice(0, 40)} as ${canonical.slice(0, 50)}`, () => {
      expect(ImageReference.parse(text).canonical).to.equal(canonical)
    })
  }

  for (const [text, familiar] of [
    ['docker.io/library/alpine', 'alpine:latest'],
    ['docker.io/team/api:dev', 'team/api:dev'],
    ['quay.io/library/x:1', 'quay.io/library/x:1'],
    // Without its host, this one would name another registry.
    ['docker.io/quay.io/x:1', 'docker.io/quay.io/x:1'],
  ] as const) {
    it(`shows ${text} as ${familiar}`, () => {
      expect(`${ImageReference.parse(text)}`).to.equal(familiar)
    })
  }

  for (const text of [
    ...['', 'Bad', 'a b', '-x', '-h', '--force', 'x:', 'x/', 'a//b', 'x:tag:tag', 'x; rm -rf /', '../../etc', 'x@y'],
    ...[
      '-host.io/x',
      'x@sha256:1f',
      `x:${'t'.repeat(129)}`,
      `${'x'.repeat(256)}`,
      'f'.repeat(64),
      'x\ny',
      '$(id)',
      "'",
    ],
  ]) {
    it(`refuses ${JSON.stringify(text.slice(0, 30))} as wrong usage`, () => {
      expect(() => ImageReference.parse(text))
        .to.throw('is not a valid image reference')
        .with.nested.property('oclif.exit', 2)
    })
  }

  it('says that names are lower case', () => {
    expect(() => ImageReference.parse('Team/Api')).to.throw('lower case')
  })

  it('shortens a long invalid text', () => {
    expect(() => ImageReference.parse(' '.repeat(10_000))).to.throw(/^.{100,200}$/)
  })

  it('requires a tag and no digest in parseTagged', () => {
    expect(() => ImageReference.parseTagged(`x:1@${digest}`)).to.throw('by its tag')
  })

  it('returns undefined from read', () => {
    expect(ImageReference.read('Bad')).to.equal(undefined)
  })

  it('names content beside the tag, and without it', () => {
    const reference = ImageReference.parse('x:1').withDigest(digest)
    expect([`${reference}`, `${reference.withoutTag()}`, `${reference.withoutDigest()}`]).to.deep.equal([
      `x:1@${digest}`,
      `x@${digest}`,
      'x:1',
    ])
  })

  it('leaves the host out of its path', () => {
    expect([`quay.io/team/x:1`, 'x'].map((text) => ImageReference.parse(text).path)).to.deep.equal([
      'team/x:1',
      'library/x:latest',
    ])
  })

  it('parses its own output as the same name', () => {
    const part = fc.stringMatching(/^[a-zA-Z0-9.:@/_[\]-]{0,12}$/)
    const texts = fc.array(fc.oneof(part, fc.constantFrom('docker.io', 'library', 'localhost', 'x')), {maxLength: 4})
    fc.assert(
      fc.property(texts, (parts) => {
        const reference = ImageReference.read(parts.join('/'))
        if (reference === undefined) return
        expect(ImageReference.parse(`${reference}`).canonical).to.equal(reference.canonical)
        expect(ImageReference.parse(reference.canonical).canonical).to.equal(reference.canonical)
        expect(`${reference}`).to.match(/^[\w[][\w.:@/[\]+-]*$/)
      }),
      {numRuns: 2_000},
    )
  })
})
