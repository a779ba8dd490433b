import {StringDecoder} from 'node:string_decoder'

/**
 * Cuts output into lines and tells each, without its end. Of a line that is too long only the beginning is kept, with a mark
 * of how much was left out: a program that prints 100 MiB without a line break costs no more than one line.
 */
export class BoundedLines {
  readonly #decoder = new StringDecoder('utf8')
  #line = ''
  #leftOut = 0

  constructor(
    private readonly tell: (line: string) => void,
    private readonly maximum = 65_536,
  ) {}

  write(chunk: Buffer): void {
    const [first = '', ...others] = this.#decoder.write(chunk).split('\n')
    this.#add(first)
    for (const part of others) {
      this.#finish()
      this.#add(part)
    }
  }

  /** Tells what the program printed after its last line break. */
  end(): void {
    this.#add(this.#decoder.end())
    if (this.#line !== '') this.#finish()
  }

  #add(text: string): void {
    const room = this.maximum - this.#line.length
    this.#line += text.slice(0, room)
    this.#leftOut += Math.max(0, text.length - room)
  }

  #finish(): void {
    const mark = this.#leftOut === 0 ? '' : ` … (${this.#leftOut} more characters in this line)`
    const line = this.#line.replace(/\r$/, '') + mark
    this.#line = ''
    this.#leftOut = 0
    this.tell(line)
  }
}
