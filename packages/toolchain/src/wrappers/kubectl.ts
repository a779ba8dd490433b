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
  /** `spec`, `data` and other fields of the kind. */
  readonly [field: string]: unknown
}

export interface KubectlOptions {
  readonly file?: string
  readonly kubeconfig: string
}

export interface ExecRequest {
  readonly namespace: string
  readonly pod: string
  /** Required, since kubectl chooses one of several, or refuses. */
  readonly container: string
  readonly command: readonly string[]
  readonly input: string
  /** Hides the input in the output of `--verbose`. */
  readonly hidesInput?: boolean
}

/** An event of a watch. For `ERROR`, the object is a Status. */
export interface WatchEvent<Shape> {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK' | 'ERROR'
  readonly object: Shape
}

export interface LogRequest {
  readonly namespace: string
  readonly pod: string
  readonly container: string
  /** Follows the log until the container ends. */
  readonly follow: boolean
  /** The number of existing lines; default: all. */
  readonly tail?: number | undefined
  readonly signal: AbortSignal
}

/** Serializes objects with values that `JSON.stringify` and kubectl's validation refuse. */
export type ToJson = (value: unknown) => string

interface Sending {
  readonly objects: readonly KubernetesObject[]
  readonly toJson?: ToJson | undefined
}

export type WaitDetails = Pick<TimeoutDetails, 'what' | 'outcome' | 'remedies'>

const askMs = 20_000

/**
 * The kubectl commands that rde uses, with the cluster's kubeconfig. Objects are sent as JSON, since kubectl reads YAML
 * 1.1.
 */
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

  /** Parses the output of a call, or the response of an API behind it. */
  read<Value>(printed: string, read: (printed: string) => Value): Value {
    return readPrinted({name: 'kubectl', file: this.options.file ?? 'kubectl'}, printed, read)
  }

  /** One context of `kubeconfig` (default: the user's), with referenced files inlined. */
  async exportContext<Shape>(context: string, kubeconfig: string | undefined): Promise<Shape> {
    const {file = 'kubectl'} = this.options
    const words = ['config', 'view', '--raw', '--minify', '--flatten', `--context=${context}`, '--output=json']
    const env = {KUBECONFIG: kubeconfig ?? process.env['KUBECONFIG']}
    const {stdout} = await this.runner.capture({file, args: words, env, timeoutMs: askMs})
    return this.read(stdout, readObject<Shape>)
  }

  /** A Kubectl for another cluster. */
  of(kubeconfig: string): Kubectl {
    return new Kubectl(this.runner, {...this.options, kubeconfig})
  }

  /** The response of an API path: `/readyz`. */
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

  /** Runs any short call; resolves with its output. */
  async run(...args: readonly string[]): Promise<string> {
    const {file = 'kubectl', kubeconfig} = this.options
    const request = {file, args: [...args, '--request-timeout=10s'], env: {KUBECONFIG: kubeconfig}, timeoutMs: askMs}
    return (await this.runner.capture(request)).stdout
  }

  /**
   * Server-side apply with rde's field manager, which takes over conflicting fields. Sends the objects as one JSON
   * list, in order. Resolves when the API has accepted all of them.
   */
  async apply(objects: readonly KubernetesObject[], toJson?: ToJson): Promise<void> {
    const args = ['apply', '--server-side', '--force-conflicts', '--field-manager=rde']
    await this.#send(args, {objects, toJson})
  }

  /** Deletes those of these objects that exist, in order, and waits until they are removed. */
  async delete(objects: ReadonlyArray<Pick<KubernetesObject, 'apiVersion' | 'kind' | 'metadata'>>): Promise<void> {
    const {file = 'kubectl', kubeconfig} = this.options
    const input = JSON.stringify({apiVersion: 'v1', kind: 'List', items: objects})
    // No --request-timeout: it would end the watch that waits.
    const args = ['delete', '--ignore-not-found', '--timeout=120s', '--filename', '-']
    await this.runner.capture({file, args, input, env: {KUBECONFIG: kubeconfig}, timeoutMs: 150_000})
  }

  /** Checks whether the API would accept the object, including webhooks, without creating it. */
  async tryCreate(object: KubernetesObject): Promise<void> {
    await this.#send(['create', '--dry-run=server'], {objects: [object]})
  }

  /** Creates an object and resolves with it. Rejects with `AlreadyExists` on standard error if the name is taken. */
  async create<Shape>(object: KubernetesObject, toJson?: ToJson): Promise<Shape> {
    return this.read(await this.#send(['create', '--output=json'], {objects: [object], toJson}), readObject<Shape>)
  }

  async #send(args: readonly string[], {objects, toJson}: Sending): Promise<string> {
    const {file = 'kubectl', kubeconfig} = this.options
    const input = (toJson ?? JSON.stringify)({apiVersion: 'v1', kind: 'List', items: objects})
    // User values are validated only by the API server: kubectl refuses a null in them.
    const validation = toJson === undefined ? [] : ['--validate=false']
    const all = [...args, ...validation, '--filename', '-', '--request-timeout=30s']
    return (await this.runner.capture({file, args: all, input, env: {KUBECONFIG: kubeconfig}, timeoutMs: 90_000}))
      .stdout
  }

  /**
   * Waits (`kubectl wait`) until the condition holds. Rejects with RDE_DEADLINE after `timeoutMs`; `details` are added
   * to that error.
   */
  async wait(args: readonly string[], timeoutMs: number, details: WaitDetails = {}): Promise<void> {
    const end = performance.now() + timeoutMs
    const look = () =>
      this.#waitOnce(args, Math.max(1_000, end - performance.now())).then(
        () => ({done: undefined}),
        (error: unknown) => {
          const canRetry = hasNoConditions(error)
          if (canRetry && performance.now() < end) return {missing: 'a first condition'}
          if (!canRetry && !isOutOfTime(error)) throw error
          throw timedOut({what: `Waiting for ${args.join(' ')}`, timeoutMs, ...details})
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
   * Reports the existing objects at an API path (`/api/v1/namespaces/x/pods?labelSelector=…`), then every change.
   * Resolves when the server ends the watch, which happens after some minutes; rejects when `signal` is aborted.
   */
  async watch<Shape>(path: string, onEvent: (event: WatchEvent<Shape>) => void, signal: AbortSignal): Promise<void> {
    const watched = `${path}${path.includes('?') ? '&' : '?'}watch=true`
    // The raw API stream has one event per line, unlike the output of kubectl's --watch.
    const read = (line: string) => this.read(line, readObject<WatchEvent<Shape>>)
    await this.#stream(['get', '--raw', watched], (line) => onEvent(read(line)), signal)
  }

  /** Reports each line of a container's log; resolves at its end. */
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

  /**
   * Posts JSON on standard input, which may contain secrets, to an API path or proxied path; resolves with the
   * response.
   */
  async post(path: string, body: object): Promise<string> {
    return this.#input(['create', '--raw', path, '--filename', '-'], {input: JSON.stringify(body)})
  }

  /** Runs a program in a pod, with `input` on its standard input; resolves with its output. */
  async exec({namespace, pod, container, command, ...input}: ExecRequest): Promise<string> {
    const target = ['--namespace', namespace, '--container', container, pod]
    return this.#input(['exec', '--stdin', ...target, '--', ...command], input)
  }

  async #input(args: readonly string[], input: Pick<ProcessRequest, 'input' | 'hidesInput'>): Promise<string> {
    const {file = 'kubectl', kubeconfig} = this.options
    const request = {file, args, ...input, env: {KUBECONFIG: kubeconfig}, timeoutMs: askMs}
    return (await this.runner.capture(request)).stdout
  }
}

function readObject<Shape>(printed: string): Shape {
  const value: unknown = JSON.parse(printed)
  if (!isObject(value)) throw new TypeError('not an object')
  return value as Shape
}

/** Parses a Kubernetes list. */
export function readList<Shape>(printed: string): Shape[] {
  const {items} = readObject<{items: unknown[]}>(printed)
  if (!items.every((item) => isObject(item) && isObject(item['metadata']))) throw new TypeError('not a list of objects')
  return items as Shape[]
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Whether an API server answered, but authentication failed: the client or CA certificate does not match. */
export function isRefused(error: unknown): boolean {
  return isProcessError(error) && refused.test(error.stderr)
}

const refused = /x509:|unauthorized|must be logged in to the server|remote error: tls|bad certificate/i

/** Whether a call failed because the API server did not answer, and not because of the request. */
export function isUnreachable(error: unknown): boolean {
  if (!isProcessError(error) || isRefused(error)) return false
  if (error.failure === 'timed-out') return true
  return /connection to the server .* was refused|unable to connect to the server|EOF|connection reset|TLS handshake|i\/o timeout|no route to host|the server is currently unable|not ready|starting/i.test(
    error.stderr,
  )
}

/** Whether `kubectl wait` timed out. */
function isOutOfTime(error: unknown): boolean {
  return isProcessError(error) && error.stderr.includes('timed out waiting for the condition')
}

/** `kubectl wait` fails at once for an object without conditions (kubernetes/kubernetes#66439). */
function hasNoConditions(error: unknown): boolean {
  return isProcessError(error) && error.stderr.includes('.status.conditions accessor error')
}

/** For `catch`: undefined if the API server does not answer; rethrows any other error. */
export function unlessUnreachable(error: unknown): undefined {
  if (isUnreachable(error)) return undefined
  throw error
}
