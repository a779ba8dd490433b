import {createInterface} from 'node:readline/promises'
import {Writable} from 'node:stream'

/** The value of a secret: all of standard input, or a line that is typed on the terminal and not shown. */
export async function readSecretValue(question: string): Promise<Buffer> {
  return process.stdin.isTTY ? askUnseen(question) : readAll(process.stdin)
}

async function readAll(stream: AsyncIterable<Buffer>): Promise<Buffer> {
  const parts: Buffer[] = []
  for await (const part of stream) parts.push(part)
  return Buffer.concat(parts)
}

async function askUnseen(question: string): Promise<Buffer> {
  process.stderr.write(question)
  // readline shows what is typed on its output: on this one it goes nowhere.
  const nowhere = new Writable({write: (_chunk, _encoding, done) => done()})
  const terminal = createInterface({input: process.stdin, output: nowhere, terminal: true})
  try {
    return Buffer.from(await terminal.question(''))
  } finally {
    terminal.close()
    process.stderr.write('\n')
  }
}
