const mask = '••••'
/** Masking shorter values would hide ordinary words. */
const shortest = 8

/**
 * Collects values that must never be shown, and masks them in text, even if they were trimmed, split into lines,
 * JSON-escaped or base64-encoded.
 */
export class Secrets {
  /** Longest first: one may be the beginning of another. */
  #forms: string[] = []

  /** Adds values, nested in any way. Only texts (or bytes of a text) of at least 8 characters are added. */
  learn(value: unknown): void {
    const forms = new Set([...this.#forms, ...textsIn(value).flatMap(formsOf)])
    this.#forms = [...forms].sort((a, b) => b.length - a.length)
  }

  mask(text: string): string {
    let masked = text
    for (const form of this.#forms) if (masked.includes(form)) masked = masked.replaceAll(form, mask)
    return masked
  }

  /** Like `mask`, for a text that was cut off: also masks the beginning of a secret at its end. */
  maskCut(text: string): string {
    const masked = this.mask(text)
    const leaked = Math.max(0, ...this.#forms.map((form) => overlap(masked, form)))
    return leaked === 0 ? masked : masked.slice(0, -leaked) + mask
  }

  /** A copy of an event or a document with all its texts masked, including field names. */
  maskDeep<Value>(value: Value): Value {
    return this.#maskAny(value) as Value
  }

  #maskAny(value: unknown): unknown {
    if (typeof value === 'string') return this.mask(value)
    if (Array.isArray(value)) return value.map((item) => this.#maskAny(item))
    if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return value
    return Object.fromEntries(Object.entries(value).map(([key, part]) => [this.mask(key), this.#maskAny(part)]))
  }
}

function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  if (value instanceof Uint8Array) return [Buffer.from(value).toString('utf8')]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : []
}

/** The forms in which a secret may appear: programs trim it, print it line by line, and encode it. */
function formsOf(secret: string): string[] {
  const trimmed = secret.trim()
  if (trimmed.length < shortest) return []
  const lines = secret.split(/\r?\n/).map((line) => line.trim())
  const texts = [secret, trimmed, ...lines].filter((text) => text.length >= shortest)
  return texts.flatMap((text) => [text, JSON.stringify(text).slice(1, -1), ...base64Of(text)])
}

/** The second form is stable if text follows the secret: `echo "$TOKEN" | base64` encodes a final line break, too. */
function base64Of(text: string): string[] {
  const bytes = Buffer.from(text)
  const whole = bytes.toString('base64')
  return [whole, whole.slice(0, Math.floor(bytes.length / 3) * 4)].filter((form) => form.length >= shortest)
}

/** How many characters at the end of a text are the beginning of a secret. A single one does not count. */
function overlap(text: string, form: string): number {
  for (let length = Math.min(text.length, form.length - 1); length > 1; length--)
    if (text.endsWith(form.slice(0, length))) return length
  return 0
}
