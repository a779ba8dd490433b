import {StringDecoder} from 'node:string_decoder'

import type {Secrets} from '../masking/secrets.js'

export interface BoundedLinesOptions {
  /** The longest line that is kept whole. */
  readonly maximum?: number
  /** Masks each line before it is cut; half a secret would not be recognised. */
  readonly secrets?: Pick<Secrets, 'mask' | 'maskCut'> | undefined
}

/**
 * Cuts output into lines and passes each on, without its end. Of a line that is too long only the beginning is kept, with a
 * mark of how much was left out: a program that prints 100 MiB without a line break costs no more than one line.
 */
export class BoundedLines {
  readonly #decoder = new StringDecoder('utf8')
  #line = ''
  #leftOut = 0

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
    this.#leftOut += Math.max(0, text.length - room)
  }

  #finish(): void {
    const {secrets} = this.options
    const line = this.#line.replace(/\r$/, '')
    const leftOut = this.#leftOut
    this.#line = ''
    this.#leftOut = 0
    if (leftOut === 0) this.onLine(secrets?.mask(line) ?? line)
    else this.onLine(`${secrets?.maskCut(line) ?? line} … (${leftOut} more characters in this line)`)
  }
}
