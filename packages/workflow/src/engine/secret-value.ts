const prefix = 'base64:'

/**
 * How Vault is to keep the bytes of a secret: text as it is; base64 behind a prefix for what is no text, and for a text that
 * relay-core would take for that.
 */
export function storedValue(bytes: Uint8Array): string {
  const text = decode(bytes)
  return text === undefined || text.includes('\0') || text.startsWith(prefix)
    ? prefix + Buffer.from(bytes).toString('base64')
    : text
}

function decode(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', {fatal: true, ignoreBOM: true}).decode(bytes)
  } catch {
    return undefined
  }
}
