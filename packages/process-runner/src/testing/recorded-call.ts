import {existsSync, readdirSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'

/** A call of a real tool with its output, secrets replaced (scripts/record). */
export interface RecordedCall {
  readonly tool: string
  readonly args: readonly string[]
  readonly stdin?: string
  readonly exitCode: number
  readonly stdout: string
  readonly stderr: string
}

interface Recording {
  readonly args: readonly string[]
  readonly stdin?: readonly string[]
  readonly exitCode: number
  readonly stdout: readonly string[]
  readonly stderr: readonly string[]
}

const folder = fileURLToPath(new URL('../../../../test/recordings', import.meta.url))

/** The recording of a name: `docker running.ps` is `test/recordings/docker-<version>/running.ps.json`. */
export function recordedCall(callName: string): RecordedCall {
  const [tool = '', call = ''] = callName.split(' ')
  const folders = readdirSync(folder).filter((name) => name.startsWith(`${tool}-`))
  const path = folders.map((name) => join(folder, name, `${call}.json`)).find((file) => existsSync(file))
  if (path === undefined) throw new Error(`there is no recording called "${callName}"`)
  const {args, stdin, exitCode, stdout, stderr} = JSON.parse(readFileSync(path, 'utf8')) as Recording
  const input = stdin === undefined ? {} : {stdin: stdin.join('\n')}
  return {tool, args, ...input, exitCode, stdout: stdout.join('\n'), stderr: stderr.join('\n')}
}

/** The names of all calls of a complete recorded scene, in their order for each tool. */
export function recordedScene(scene: string): string[] {
  return readdirSync(folder).flatMap((toolFolder) => {
    const files = readdirSync(join(folder, toolFolder)).filter((file) => file.startsWith(`${scene}.`))
    const calls = files.map((file) => file.replace(/\.json$/, ''))
    const tool = toolFolder.replace(/-\d.*$/, '')
    return calls.sort(byNumber).map((call) => `${tool} ${call}`)
  })
}

function byNumber(one: string, other: string): number {
  return numberOf(one) - numberOf(other)
}

function numberOf(call: string): number {
  return Number(/-(\d+)$/.exec(call)?.[1] ?? 1)
}
