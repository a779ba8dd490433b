import {isProcessError, type ProcessRequest, type ProcessRunner} from '@rde/process-runner'
import {timedOut, waitFor, type TimeoutDetails} from '@rde/time'

import {readPrinted} from './read-printed.js'

export interface KubernetesObject {
  readonly apiVersion: string
  readonly kind: string
  readonly metadata: {
    readonly name: string
    readonly namespace?: string
    readonly labels?: Readonly<Record<string, string>>
    readonly annotations?: Readonly<Record<string, string>>
  }
  /** `spec`, `data` and whatever the kind has. */
  readonly [field: string]: unknown
}

export interface KubectlOptions {
  readonly file?: string
  readonly kubeconfig: string
}

export interface ExecRequest {
  readonly namespace: string
  readonly pod: string
  /** Always named: in a pod with several, kubectl takes any, or refuses. */
  readonly container: string
  readonly command: readonly string[]
  readonly input: string
  /** Keeps the input, whatever it is, out of what `--verbose` shows. */
  readonly hidesInput?: boolean
}

/** What a watch tells of an object. `ERROR` brings a Status instead of one. */
export interface WatchEvent<Shape> {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK' | 'ERROR'
  readonly object: Shape
}

export interface LogRequest {
  readonly namespace: string
  readonly pod: string
  readonly container: string
  /** Goes on until the container ends. */
  readonly follow: boolean
  /** The number of lines before that; all unless given. */
  readonly tail?: number | undefined
  readonly signal: AbortSignal
}

/** Writes JSON where an object holds what `JSON.stringify` refuses, and kubectl's own check of types as well. */
export type ToJson = (value: unknown) => string

interface Sending {
  readonly objects: readonly KubernetesObject[]
  readonly toJson?: ToJson | undefined
}

export type WaitDetails = Pick<TimeoutDetails, 'what' | 'outcome' | 'remedies'>

const askMs = 20_000

/** What rde needs of kubectl, on the cluster's own kubeconfig. Objects go to it as JSON: it reads YAML 1.1. */
export class Kubectl {
  constructor(
    private readonly runner: ProcessRunner,
    private readonly options: KubectlOptions,
  ) {}

  /** One object, as `kubectl get … --output json` prints it. */
  async get<Shape>(...args: readonly string[]): Promise<Shape> {
    return this.read(await this.run('get', ...args, '--output', 'json'), readObject<Shape>)
  }

  /** The objects that `kubectl get … --output json` lists. */
  async list<Shape>(...args: readonly string[]): Promise<Shape[]> {
    return this.read(await this.run('get', ...args, '--output', 'json'), readList<Shape>)
  }

  /** What a call printed, or what an API behind it answered, as `read` understands it. */
  read<Value>(printed: string, read: (printed: string) => Value): Value {
    return readPrinted({name: 'kubectl', file: this.options.file ?? 'kubectl'}, printed, read)
  }

  /** One context of the user's own kubeconfig, with the files that it names inlined; of `file`, or of what kubectl reads itself. */
  async exportContext<Shape>(context: string, kubeconfig: string | undefined): Promise<Shape> {
    const {file = 'kubectl'} = this.options
    const words = ['config', 'view', '--raw', '--minify', '--flatten', `--context=${context}`, '--output=json']
    const env = {KUBECONFIG: kubeconfig ?? process.env['KUBECONFIG']}
    const {stdout} = await this.runner.capture({file, args: words, env, timeoutMs: askMs})
    return this.read(stdout, readObject<Shape>)
  }

  /** The same for another cluster. */
  of(kubeconfig: string): Kubectl {
    return new Kubectl(this.runner, {...this.options, kubeconfig})
  }

  /** The body at a path of the API: `/readyz`. */
  async raw(path: string): Promise<string> {
    return this.run('get', '--raw', path)
  }

  /** Whether the API server answers within a few seconds. */
  async answers(): Promise<boolean> {
    const {file = 'kubectl', kubeconfig} = this.options
    const args = ['get', '--raw', '/readyz', '--request-timeout=3s']
    return this.runner.capture({file, args, env: {KUBECONFIG: kubeconfig}, timeoutMs: 5_000}).then(
      () => true,
      () => false,
    )
  }

  /** Any call that ends soon; resolves with its output. */
  async run(...args: readonly string[]): Promise<string> {
    const {file = 'kubectl', kubeconfig} = this.options
    const request = {file, args: [...args, '--request-timeout=10s'], env: {KUBECONFIG: kubeconfig}, timeoutMs: askMs}
    return (await this.runner.capture(request)).stdout
  }

  /**
   * Server-side apply with rde's field manager, taking over what others manage. Objects travel as one JSON list, in their
   * order. Resolves when the API has accepted all of them.
   */
  async apply(objects: readonly KubernetesObject[], toJson?: ToJson): Promise<void> {
    const args = ['apply', '--server-side', '--force-conflicts', '--field-manager=rde']
    await this.#send(args, {objects, toJson})
  }

  /** Deletes what is there of these objects, in their order, and waits until it is gone. */
  async delete(objects: ReadonlyArray<Pick<KubernetesObject, 'apiVersion' | 'kind' | 'metadata'>>): Promise<void> {
    const {file = 'kubectl', kubeconfig} = this.options
    const input = JSON.stringify({apiVersion: 'v1', kind: 'List', items: objects})
    // No --request-timeout: it would end the watch that waits.
    const args = ['delete', '--ignore-not-found', '--timeout=120s', '--filename', '-']
    await this.runner.capture({file, args, input, env: {KUBECONFIG: kubeconfig}, timeoutMs: 150_000})
  }

  /** Asks the API whether it would accept the object, webhooks included, and keeps nothing. */
  async tryCreate(object: KubernetesObject): Promise<void> {
    await this.#send(['create', '--dry-run=server'], {objects: [object]})
  }

  /** Makes one object and resolves with it. Rejects with `AlreadyExists` on standard error if the name is taken. */
  async create<Shape>(object: KubernetesObject, toJson?: ToJson): Promise<Shape> {
    return this.read(await this.#send(['create', '--output=json'], {objects: [object], toJson}), readObject<Shape>)
  }

  async #send(args: readonly string[], {objects, toJson}: Sending): Promise<string> {
    const {file = 'kubectl', kubeconfig} = this.options
    const input = (toJson ?? JSON.stringify)({apiVersion: 'v1', kind: 'List', items: objects})
    // Values that are the user's own are for the API server alone to judge: kubectl refuses a null in them.
    const free = toJson === undefined ? [] : ['--validate=false']
    const all = [...args, ...free, '--filename', '-', '--request-timeout=30s']
    return (await this.runner.capture({file, args: all, input, env: {KUBECONFIG: kubeconfig}, timeoutMs: 90_000}))
      .stdout
  }

  /**
   * Watches (`kubectl wait`) until the condition holds. Rejects with RDE_DEADLINE when it does not within `timeoutMs`; `told`
   * says what was waited for, and what helps.
   */
  async wait(args: readonly string[], timeoutMs: number, told: WaitDetails = {}): Promise<void> {
    const end = performance.now() + timeoutMs
    const look = () =>
      this.#waitOnce(args, Math.max(1_000, end - performance.now())).then(
        () => ({done: undefined}),
        (error: unknown) => {
          const goesOn = hasNoConditions(error)
          if (goesOn && performance.now() < end) return {missing: 'a first condition'}
          if (!goesOn && !isOutOfTime(error)) throw error
          throw timedOut({what: `Waiting for ${args.join(' ')}`, timeoutMs, ...told})
        },
      )
    await waitFor(look, {signal: new AbortController().signal, pauseMs: 200})
  }

  async #waitOnce(args: readonly string[], timeoutMs: number): Promise<void> {
    const {file = 'kubectl', kubeconfig} = this.options
    const all = ['wait', ...args, `--timeout=${Math.ceil(timeoutMs / 1_000)}s`]
    await this.runner.capture({file, args: all, env: {KUBECONFIG: kubeconfig}, timeoutMs: timeoutMs + 5_000})
  }

  /**
   * Tells every change of the objects at a path of the API (`/api/v1/namespaces/x/pods?labelSelector=…`), those that are
   * there first. Resolves when the server ends the watch, which it does after some minutes; rejects when `signal` is aborted.
   */
  async watch<Shape>(path: string, onEvent: (event: WatchEvent<Shape>) => void, signal: AbortSignal): Promise<void> {
    const watched = `${path}${path.includes('?') ? '&' : '?'}watch=true`
    // The API's own stream has one event a line; what kubectl's --watch prints has not.
    const read = (line: string) => this.read(line, readObject<WatchEvent<Shape>>)
    await this.#stream(['get', '--raw', watched], (line) => onEvent(read(line)), signal)
  }

  /** Tells each line of a container's log; resolves at its end. */
  async logs(
    {namespace, pod, container, follow, tail, signal}: LogRequest,
    onLine: (line: string) => void,
  ): Promise<void> {
    const lines = tail === undefined ? [] : [`--tail=${tail}`]
    const args = ['logs', pod, '--namespace', namespace, '--container', container, ...lines]
    if (follow) args.push('--follow')
    await this.#stream(args, onLine, signal)
  }

  async #stream(args: readonly string[], onLine: (line: string) => void, signal: AbortSignal): Promise<void> {
    const {file = 'kubectl', kubeconfig} = this.options
    await this.runner.stream({file, args, env: {KUBECONFIG: kubeconfig}, signal}, onLine)
  }

  /** Sends a JSON body to a path of the API, a proxied one as well; resolves with the answer. Secrets travel by stdin. */
  async post(path: string, body: object): Promise<string> {
    return this.#input(['create', '--raw', path, '--filename', '-'], {input: JSON.stringify(body)})
  }

  /** Runs a program in a pod, with `input` on its standard input; resolves with its output. */
  async exec({namespace, pod, container, command, ...input}: ExecRequest): Promise<string> {
    const place = ['--namespace', namespace, '--container', container, pod]
    return this.#input(['exec', '--stdin', ...place, '--', ...command], input)
  }

  async #input(args: readonly string[], input: Pick<ProcessRequest, 'input' | 'hidesInput'>): Promise<string> {
    const {file = 'kubectl', kubeconfig} = this.options
    const request = {file, args, ...input, env: {KUBECONFIG: kubeconfig}, timeoutMs: askMs}
    return (await this.runner.capture(request)).stdout
  }
}

function readObject<Shape>(printed: string): Shape {
  const value: unknown = JSON.parse(printed)
  if (!isObject(value)) throw new TypeError('no object')
  return value as Shape
}

/** The objects in a list of Kubernetes'. */
export function readList<Shape>(printed: string): Shape[] {
  const {items} = readObject<{items: unknown[]}>(printed)
  if (!items.every((item) => isObject(item) && isObject(item['metadata']))) throw new TypeError('no objects')
  return items as Shape[]
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Whether an API server answered, but does not know us or is not the one that we know: another client or CA certificate. */
export function isRefused(error: unknown): boolean {
  return isProcessError(error) && refused.test(error.stderr)
}

const refused = /x509:|unauthorized|must be logged in to the server|remote error: tls|bad certificate/i

/** Whether a call failed because no API server answered, and not because of what was asked. */
export function isUnreachable(error: unknown): boolean {
  if (!isProcessError(error) || isRefused(error)) return false
  if (error.failure === 'timed-out') return true
  return /connection to the server .* was refused|unable to connect to the server|EOF|connection reset|TLS handshake|i\/o timeout|no route to host|the server is currently unable|not ready|starting/i.test(
    error.stderr,
  )
}

/** What `kubectl wait` says when its time is over. */
function isOutOfTime(error: unknown): boolean {
  return isProcessError(error) && error.stderr.includes('timed out waiting for the condition')
}

/** `kubectl wait` fails at once on an object that nobody has given a condition yet (kubernetes/kubernetes#66439). */
function hasNoConditions(error: unknown): boolean {
  return isProcessError(error) && error.stderr.includes('.status.conditions accessor error')
}

/** For `catch`: nothing is known while the API server does not answer; any other error is thrown. */
export function unlessUnreachable(error: unknown): undefined {
  if (isUnreachable(error)) return undefined
  throw error
}
