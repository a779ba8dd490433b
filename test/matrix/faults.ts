import type {Ended} from '../acceptance/rde-process.js'

export interface Expected {
  readonly exitCode: number
  readonly json: boolean
  /** The answer of a passthrough is the output of its tool. */
  readonly passthrough: boolean
  readonly args: readonly string[]
}

/** Texts that no answer of rde may contain. */
const never: ReadonlyArray<readonly [what: string, pattern: RegExp]> = [
  ['a stack trace', /^ {2,}at .+[:(]\d+/m],
  ['a file of Node', /node:internal/],
  ["an error of Node's", /\b(ENOENT|EACCES|ENOTDIR|AbortError|ABORT_ERR|TypeError|RangeError|SyntaxError)\b/],
  [
    'a raw command line',
    /\b(docker|k3d|kubectl|helm) [^\n]*(--format|--output json|--request-timeout|--kubeconfig|--filename)/,
  ],
  ['how a program ended', /did not start|\bexit code \d+:/],
  ['a missing value', /\bundefined\b|\[object Object\]|\bNaN\b/],
  ['a call that no fake expects', /fake \w+: unexpected/],
  ["oclif's own form of an error", /^ ›/m],
]

/** A command line that does not call rde as the user did. */
const notAsTyped =
  /(?:^|[\s(])rde (?:(?:cluster|config|images|services|stack|support|workflow) [a-z]+|doctor|smoke|ui|start|stop)(?![\w-])/m

/** Without JSON and help texts, which do not depend on how rde was called. */
function withoutDocuments(stdout: string, stderr: string): string {
  return /^\{|^USAGE$/m.test(stdout) ? stderr : `${stdout}\n${stderr}`
}

/** All faults of an answer. */
export function faultsOf({exitCode, stdout, stderr}: Ended, expected: Expected): string[] {
  const text = `${stdout}\n${stderr}`
  return [
    ...(exitCode === expected.exitCode ? [] : [`exit code ${exitCode}, not ${expected.exitCode}`]),
    ...(expected.passthrough ? [] : never.filter(([, pattern]) => pattern.test(text)).map(([what]) => what)),
    ...(expected.json && !isOneDocument(stdout) ? ['not one JSON document on standard output'] : []),
    ...(exitCode === 0 || expected.passthrough || expected.json ? [] : faultsOfError(stdout, stderr)),
    ...(expected.json || !notAsTyped.test(withoutDocuments(stdout, stderr))
      ? []
      : ['a command line that cannot be typed as it stands']),
    ...literals(text, expected.args),
  ]
}

function isOneDocument(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

/** An error must end in a code and have a reason. A verdict is an answer, not an error. */
function faultsOfError(stdout: string, stderr: string): string[] {
  if (stderr === '' && stdout !== '') return []
  const [message = ''] = stderr.split('\n\n')
  return [
    ...(/(^|\s)RDE_[A-Z_]+\n$/.test(stderr) ? [] : ['no code at the end']),
    ...(/[:,(–-]\s*$/.test(message) ? ['an empty reason'] : []),
  ]
}

/** Remedies must use the user's file or reference instead of the words FILE and REF. */
function literals(text: string, args: readonly string[]): string[] {
  const named = args.some((word) => word.endsWith('.yaml')) ? ['FILE'] : args.includes('app:dev') ? ['REF'] : []
  return named.filter((word) => new RegExp(`\\brde [^\n]*\\b${word}\\b`).test(text)).map((word) => `a literal ${word}`)
}
