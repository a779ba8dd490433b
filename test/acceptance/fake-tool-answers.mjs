// Answers the calls of fake tools in a worker thread of the test process: starting Node for each call costs more than
// rde itself. A fake tool sends FOLDER TOOL COUNT ARGUMENT... VARIABLE=VALUE..., each ended by NUL, and an empty one at
// the end. The answer is one line: the exit code and the names of the files in FOLDER/printed to print, or `play` if a
// process (fake-tool.mjs) must play the call.
import {writeFileSync} from 'node:fs'
import {createServer} from 'node:net'
import {join} from 'node:path'
import {workerData} from 'node:worker_threads'

import {noteCall, refusal, takeReply} from './fake-replies.mjs'

const server = createServer((socket) => {
  let text = ''
  socket.setEncoding('utf8').on('data', (part) => {
    text += part
    const call = readCall(text)
    if (call) socket.end(`${answer(call)}\n`)
  })
  // A killed tool does not read the answer.
  socket.on('error', () => {})
})
server.listen(0, '127.0.0.1', () => {
  Atomics.store(workerData, 0, server.address().port)
  Atomics.notify(workerData, 0)
})

/** Undefined while something is missing. */
function readCall(text) {
  const [folder, tool, count, ...rest] = text.split('\0')
  const [args, variables] = [rest.slice(0, Number(count)), rest.slice(Number(count))]
  if (variables.length < 3 || !text.endsWith('\0\0')) return undefined
  const env = variables.filter(Boolean).map((entry) => /^([^=]*)=(.*)$/s.exec(entry).slice(1))
  return {folder, tool, args, env: Object.fromEntries(env)}
}

let printed = 0

function answer({folder, ...call}) {
  let isPlain = true
  const reply = takeReply(folder, call, ({stdin, afterMs, until}) => {
    isPlain &&= stdin === undefined && afterMs === undefined && until === undefined
    return isPlain
  })
  if (!isPlain) return 'play'
  const problem = noteCall(folder, {...call, reply})
  const {stdout = '', stderr = '', exitCode = 0} = problem ? refusal(call.tool, problem) : reply
  const files = [stdout, stderr].map((text) => {
    if (text === '') return '-'
    const name = String((printed += 1))
    writeFileSync(join(folder, 'printed', name), text)
    return name
  })
  return [exitCode, ...files].join(' ')
}
