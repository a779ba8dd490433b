/** Knows values that must never be seen, and blots them out of text. Values of fewer than 8 characters would blot out words. */
export class Secrets {
  readonly #values = new Set<string>()

  /** Learns values, however they are nested; anything but a long enough string is passed over. */
  learn(value: unknown): void {
    if (typeof value === 'string' && value.length >= 8) this.#values.add(value)
    else if (typeof value === 'object' && value !== null) for (const part of Object.values(value)) this.learn(part)
  }

  mask(text: string): string {
    let masked = text
    // The longest first: one secret may be the beginning of another.
    for (const value of [...this.#values].sort((a, b) => b.length - a.length)) masked = masked.replaceAll(value, '••••')
    return masked
  }
}
