// The messages of the container runtime interface (CRI v1, cri-api's api.proto) that rde uses, in the protobuf wire
// format. Written by hand: loading a library takes longer than a node takes to answer.

/** A `PullImageRequest` or `ImageStatusRequest`: its field 1 is an `ImageSpec`, whose field 1 is the name. */
export function imageRequest(name: string): Buffer {
  return field(1, field(1, Buffer.from(name)))
}

/** The names by digest (field 3) of the `Image` in field 1 of an `ImageStatusResponse`; empty without an image. */
export function readRepoDigests(response: Buffer): string[] {
  return fieldsOf(response, 1).flatMap((image) => fieldsOf(image, 3).map((name) => name.toString()))
}

const lengthDelimited = 2

function field(number: number, content: Buffer): Buffer {
  return Buffer.concat([varint((number << 3) | lengthDelimited), varint(content.length), content])
}

function varint(value: number): Buffer {
  const bytes: number[] = []
  for (; value > 0x7f; value >>>= 7) bytes.push((value & 0x7f) | 0x80)
  return Buffer.from([...bytes, value])
}

/** The contents of all length-delimited fields with this number. Throws if the message is truncated. */
function fieldsOf(message: Buffer, wanted: number): Buffer[] {
  const found: Buffer[] = []
  for (let at = 0; at < message.length;) {
    const tag = readVarint(message, at)
    const [kind, number] = [tag.value % 8, Math.floor(tag.value / 8)]
    const {from, to} = extent(message, {kind, at: tag.end})
    if (to > message.length) throw new RangeError('a message of the runtime is cut off')
    if (kind === lengthDelimited && number === wanted) found.push(message.subarray(from, to))
    at = to
  }
  return found
}

function extent(message: Buffer, {kind, at}: {kind: number; at: number}): {from: number; to: number} {
  if (kind === 0) return {from: at, to: readVarint(message, at).end}
  if (kind === 1) return {from: at, to: at + 8}
  if (kind === 5) return {from: at, to: at + 4}
  if (kind !== lengthDelimited) throw new RangeError(`a message of the runtime has a field of kind ${kind}`)
  const {value, end} = readVarint(message, at)
  return {from: end, to: end + value}
}

/** Exact for tags and lengths, which are used here; 64-bit values of other fields are only skipped. */
function readVarint(message: Buffer, begin: number): {value: number; end: number} {
  let value = 0
  for (let at = begin, factor = 1; ; at += 1, factor *= 0x80) {
    const byte = message[at]
    if (byte === undefined) throw new RangeError('a message of the runtime is cut off')
    value += (byte & 0x7f) * factor
    if (byte < 0x80) return {value, end: at + 1}
  }
}
