import {StringDecoder} from 'node:string_decoder'

import type {Secrets} from '../masking/secrets.js'

export interface BoundedLinesOptions {
  /** The length of the longest line that is not cut. */
  readonly maximum?: number
  /** Masks each line before it is cut, since half a secret would not be recognised. */
  readonly secrets?: Pick<Secrets, 'mask' | 'maskCut'> | undefined
}

/**
 * Splits output into lines and passes them on without their line breaks. A line that is too long is cut, with a note of
 * how much was omitted: 100 MiB without a line break take no more memory than one line.
 */
export class BoundedLines {
  readonly #decoder = new StringDecoder('utf8')
  #line = ''
  #omitted = 0

  constructor(
    private readonly onLine: (line: string) => void,
    private readonly options: BoundedLinesOptions = {},
  ) {}

  write(chunk: Buffer): void {
    const [first = '', ...others] = this.#decoder.write(chunk).split('\n')
    this.#add(first)
    for (const part of others) {
      this.#finish()
      this.#add(part)
    }
  }

  /** Passes on what the program printed after its last line break. */
  end(): void {
    this.#add(this.#decoder.end())
    if (this.#line !== '') this.#finish()
  }

  #add(text: string): void {
    const room = (this.options.maximum ?? 65_536) - this.#line.length
    this.#line += text.slice(0, room)
    this.#omitted += Math.max(0, text.length - room)
  }

  #finish(): void {
    const {secrets} = this.options
    const line = this.#line.replace(/\r$/, '')
    const omitted = this.#omitted
    this.#line = ''
    this.#omitted = 0
    if (omitted === 0) this.onLine(secrets?.mask(line) ?? line)
    else this.onLine(`${secrets?.maskCut(line) ?? line} … (${omitted} more characters in this line)`)
  }
}
