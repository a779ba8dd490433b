import {expect} from 'chai'

/** For tests: expects an answer to be an error that the relay CLI can show. It crashes on many other forms. */
export function expectEnvelope(body: unknown): void {
  const {error} = body as {error?: unknown}
  expectDescribed(error)
}

/** The lines that the user sees. */
export function shownLines(body: unknown): string[] {
  const {error} = body as {error: Described}
  return [error, ...(error.causes ?? [])].map(({arguments: {text}}) => text)
}

interface Described {
  readonly arguments: {readonly text: string}
  readonly causes?: readonly Described[]
}

function expectDescribed(error: unknown): void {
  const described = error as Record<string, unknown>
  for (const key of ['domain', 'section', 'code', 'title'])
    expect(described[key], key).to.be.a('string').and.not.equal('')
  expect(described['description']).to.deep.equal({friendly: '{{{text}}}', technical: '{{{text}}}'})
  expect((described['arguments'] as {text?: unknown}).text)
    .to.be.a('string')
    .and.not.equal('')
  expect(described).not.to.have.property('sensitivity')
  for (const cause of (described['causes'] ?? []) as unknown[]) expectDescribed(cause)
}
