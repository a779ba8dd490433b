import fc from 'fast-check'

type Edit = (text: string) => string

/** Texts with few mutations or none: removed, doubled or changed bytes, meaningful pieces, deep nesting. */
export function spoilt(texts: fc.Arbitrary<string>, pieces: readonly string[]): fc.Arbitrary<string> {
  const edits = fc.oneof(
    {weight: 2, arbitrary: fc.constant([])},
    {weight: 5, arbitrary: fc.array(edit(pieces), {minLength: 1, maxLength: 2})},
    {weight: 1, arbitrary: fc.array(edit(pieces), {minLength: 3, maxLength: 8})},
  )
  return fc.tuple(texts, edits).map(([text, each]) => each.reduce((all, one) => one(all), text))
}

function edit(pieces: readonly string[]): fc.Arbitrary<Edit> {
  const position = fc.double({min: 0, max: 1, noNaN: true})
  const piece = fc.oneof({weight: 3, arbitrary: fc.constantFrom(...pieces)}, fc.string({unit: 'binary', maxLength: 4}))
  const times = fc.oneof({weight: 30, arbitrary: fc.integer({min: 1, max: 40})}, fc.constantFrom(500, 5_000, 20_000))
  return fc.oneof(
    {
      weight: 4,
      arbitrary: fc.tuple(position, piece).map(
        ([at, text]): Edit =>
          (all) =>
            putIn(all, at, text),
      ),
    },
    {
      weight: 2,
      arbitrary: fc.tuple(position, fc.nat(20)).map(
        ([at, length]): Edit =>
          (all) =>
            cutOut(all, at, length),
      ),
    },
    {
      weight: 1,
      arbitrary: fc.tuple(position, fc.nat(60)).map(
        ([at, length]): Edit =>
          (all) =>
            doubled(all, at, length),
      ),
    },
    {
      weight: 1,
      arbitrary: fc.tuple(position, piece, times).map(
        ([at, text, often]): Edit =>
          (all) =>
            putIn(all, at, text.repeat(often)),
      ),
    },
  )
}

const index = (text: string, at: number) => Math.floor(at * text.length)

function putIn(text: string, at: number, piece: string): string {
  return text.slice(0, index(text, at)) + piece + text.slice(index(text, at))
}

function cutOut(text: string, at: number, length: number): string {
  return text.slice(0, index(text, at)) + text.slice(index(text, at) + length)
}

function doubled(text: string, at: number, length: number): string {
  const from = index(text, at)
  return text.slice(0, from + length) + text.slice(from)
}
