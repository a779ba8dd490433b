const shown = '••••'
/** Masking shorter values would hide ordinary words. */
const shortest = 8

/**
 * Knows values that must never be seen, and masks them in text, also where they were trimmed, cut into lines, JSON-escaped or
 * base64-encoded.
 */
export class Secrets {
  /** The longest first: one may be the beginning of another. */
  #forms: string[] = []

  /** Learns values, however they are nested. Only texts (and bytes that are one) of at least 8 characters count. */
  learn(value: unknown): void {
    const forms = new Set([...this.#forms, ...textsIn(value).flatMap(formsOf)])
    this.#forms = [...forms].sort((a, b) => b.length - a.length)
  }

  mask(text: string): string {
    let masked = text
    for (const form of this.#forms) if (masked.includes(form)) masked = masked.replaceAll(form, shown)
    return masked
  }

  /** As `mask`, for a text whose end was cut off: the beginning of a secret at that end goes as well. */
  maskCut(text: string): string {
    const masked = this.mask(text)
    const leaked = Math.max(0, ...this.#forms.map((form) => overlap(masked, form)))
    return leaked === 0 ? masked : masked.slice(0, -leaked) + shown
  }

  /** A copy of an event or a document with every text in it masked, names of fields included. */
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

/** The shapes in which a secret shows: programs trim it, print it line by line, and encode it. */
function formsOf(secret: string): string[] {
  const trimmed = secret.trim()
  if (trimmed.length < shortest) return []
  const lines = secret.split(/\r?\n/).map((line) => line.trim())
  const texts = [secret, trimmed, ...lines].filter((text) => text.length >= shortest)
  return texts.flatMap((text) => [text, JSON.stringify(text).slice(1, -1), ...base64Of(text)])
}

/** The second is what stays the same when more follows the secret: `echo "$TOKEN" | base64` has a line break at its end. */
function base64Of(text: string): string[] {
  const bytes = Buffer.from(text)
  const whole = bytes.toString('base64')
  return [whole, whole.slice(0, Math.floor(bytes.length / 3) * 4)].filter((form) => form.length >= shortest)
}

/** How many characters at the end of a text are the beginning of a secret; single ones are no clue. */
function overlap(text: string, form: string): number {
  for (let length = Math.min(text.length, form.length - 1); length > 1; length--)
    if (text.endsWith(form.slice(0, length))) return length
  return 0
}
