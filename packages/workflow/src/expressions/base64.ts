import {ExpressionError} from './expression-error.js'

/** Decodes base64 as strictly as Go does: padding is required, and only line breaks are ignored. */
export function decodeBase64(text: string): Buffer {
  const fault = faultIn(text)
  if (fault !== undefined) throw new ExpressionError(`illegal base64 data at input byte ${fault}`)
  return Buffer.from(text, 'base64')
}

/** The offset at which Go reports an error; undefined if the text is valid. */
function faultIn(text: string): number | undefined {
  const last = /[^\r\n]/g
  const at = [...text.matchAll(last)].map(({index}) => index)
  for (let start = 0; start < at.length; start += 4) {
    const quantum = at.slice(start, start + 4)
    const wrong = quantum.findIndex((index) => !/[A-Za-z0-9+/]/.test(text[index]!))
    if (wrong === -1) {
      if (quantum.length < 4) return text.length - quantum.length
      continue
    }
    if (text[quantum[wrong]!] !== '=' || wrong < 2) return quantum[wrong]
    if (wrong === 2 && quantum.length < 4) return text.length
    if (wrong === 2 && text[quantum[3]!] !== '=') return quantum[3]
    return at[start + (wrong === 2 ? 4 : wrong + 1)]
  }
  return undefined
}
