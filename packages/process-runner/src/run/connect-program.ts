import {spawn, type ChildProcessByStdio} from 'node:child_process'
import {Duplex, type Readable, type Writable} from 'node:stream'

import type {ProcessRequest} from './process-runner.js'
import type {Watcher} from './run-program.js'
import {stopper} from './stopper.js'

/** Runs a program, with exactly this environment, as long as the stream of its input and output is open. */
export function connectProgram(request: ProcessRequest, env: NodeJS.ProcessEnv, {started, ended}: Watcher): Duplex {
  const {file, args} = request
  const child = spawn(file, args, {env, stdio: ['pipe', 'pipe', 'ignore']})
  const {pid} = child
  if (pid !== undefined) started(pid)
  const stream = streamOf(child)
  const stop = stopper(child, request)
  stream.once('close', () => void child.kill())
  child.once('error', (error) => stream.destroy(error))
  child.once('close', () => {
    stop.release()
    if (pid !== undefined) ended(pid)
    // Only after all its output was read.
    if (stream.readableEnded) stream.destroy()
    else stream.once('end', () => stream.destroy())
  })
  return stream
}

/** Not `Duplex.from`, which reports an error if the stream is destroyed before its end. */
function streamOf({stdin, stdout}: ChildProcessByStdio<Writable, Readable, null>): Duplex {
  const stream = new Duplex({
    read: () => void stdout.resume(),
    write: (chunk, encoding, done) => void stdin.write(chunk, encoding, done),
    final: (done) => void stdin.end(done),
  })
  // The writer gets the error through `done`.
  stdin.on('error', () => {})
  stdout.on('data', (chunk) => stream.push(chunk) || stdout.pause()).once('close', () => stream.push(null))
  return stream
}
