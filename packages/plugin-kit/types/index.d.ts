/**
 * What an extension of rde may add and what it gets: version 1 of the interface. Types only: an extension needs no code
 * of rde at run time, and everything exchanged is plain data and functions.
 */

/** The hook `rde:contribute` of an extension. It declares what the extension adds; nothing runs yet. */
export type ContributeHook = (request: ContributionRequest) => Promise<Contribution>

export interface ContributionRequest {
  readonly rde: {
    /** config.json as it is, or as it would be created. */
    readonly config: Config
    /** The extension's section of it: `extensions.NAME`. */
    readonly settings: Readonly<Record<string, unknown>>
  }
}

/** The parts of config.json that an extension may rely on. */
export interface Config {
  readonly stack: {readonly profile: Profile}
  readonly extensions: Readonly<Record<string, unknown>>
}

export type Profile = 'bare' | 'core' | 'full'

export interface Contribution {
  readonly apiVersion: 1
  /** Components of the stack, by id. Ids must be unique among extensions: begin yours with your team's name. */
  readonly components?: Readonly<Record<string, Component>>
  /** Images that your developers build, by the name of the service. */
  readonly services?: Readonly<Record<string, ServiceImage>>
  /** The section `extensions.NAME` of config.json, as a JSON Schema of type object. */
  readonly settings?: SettingsSchema
  /** Secrets that are generated once, by name; they are kept in `extensions.NAME.credentials` and masked everywhere. */
  readonly credentials?: Readonly<Record<string, string>>
  readonly phases?: readonly Phase[]
  readonly checks?: readonly Check[]
  /** Workflow files that run at the end of a start, as paths relative to the extension's folder. */
  readonly workflows?: readonly string[]
  /** Shown on the cluster page of `rde ui`. */
  readonly panels?: readonly Panel[]
  /** Files for `rde support bundle`: name → text. Secrets are masked afterwards. */
  readonly supportFiles?: (context: CheckContext) => Promise<Readonly<Record<string, string>>>
}

/**
 * A component of the stack, with the fields of stack.yaml. `{settings.KEY}` and `{credentials.KEY}` in it and in its
 * manifests are replaced by the values in config.json. A text that is nothing but one of these becomes the value
 * itself, such as a number.
 */
export interface Component {
  readonly title: string
  readonly version: string
  /** All unless given. */
  readonly profiles?: readonly Profile[]
  /** Ids of the components that must be ready first. */
  readonly after?: readonly string[]
  readonly sources: readonly Source[]
  /** Objects beside those of the manifests. */
  readonly add?: readonly KubernetesObject[]
  readonly patches?: readonly object[]
  readonly images?: ReadonlyArray<{readonly match: string; readonly use: string}>
  /** Helm values by release. */
  readonly values?: Readonly<Record<string, object>>
  /** What shows that it runs, as `NAMESPACE/NAME`. Deployments and StatefulSets of its manifests are awaited anyway. */
  readonly ready?: {
    readonly deployments?: readonly string[]
    readonly jobs?: readonly string[]
    readonly pods?: readonly string[]
    readonly namespaces?: readonly string[]
  }
}

/** Each `path` is relative to the extension's folder. */
export type Source =
  | {readonly type: 'manifest'; readonly path: string}
  | {readonly type: 'manifest'; readonly file: string; readonly url: string; readonly sha256?: string | null}
  | {readonly type: 'chart'; readonly release: string; readonly namespace: string; readonly path: string}
  | {
      readonly type: 'chart'
      readonly release: string
      readonly namespace: string
      readonly repository: string
      readonly name: string
      readonly version?: string
      readonly sha256?: string | null
    }

export interface ServiceImage {
  /** Its name in the cluster, and on this machine if it was built here: `team-api:local`. */
  readonly local: string
  /** What is pulled if no image has the local name. */
  readonly pullFrom: string
  /** For `rde services build`. */
  readonly build?: {
    /** A program and its arguments, run in the folder of the source. */
    readonly command: readonly string[]
    /** Added to the arguments. Services whose commands are otherwise equal are built by one call. */
    readonly target?: string
    readonly environment?: Readonly<Record<string, string>>
    /** The image that the command leaves in Docker. */
    readonly image: string
    /** A path that identifies a folder as the source. */
    readonly needs: string
    /** Paths in the source that `rde services dev` watches; the whole source unless given. */
    readonly watches?: readonly string[]
  }
}

/** A JSON Schema, as far as rde reads it. Unknown keys are refused; `default` is filled in. */
export interface SettingsSchema {
  readonly type: 'object'
  readonly properties: Readonly<Record<string, object>>
  readonly required?: readonly string[]
}

/** One step of `rde cluster start`. It runs at every start, so it checks before it acts. */
export interface Phase {
  readonly id: string
  readonly title: string
  /** Ids of the phases and components that must have ended before. */
  readonly after?: readonly string[]
  /** 5 minutes unless given. */
  readonly deadlineMs?: number
  run(context: PhaseContext): Promise<PhaseOutcome>
  /** The command lines that `run` would use now, for `--dry-run`. Asks, but changes nothing. */
  preview?(context: PhaseContext): Promise<readonly string[]>
}

export interface PhaseOutcome {
  readonly changed: boolean
  readonly detail: string
  /** Printed when all phases have ended. */
  readonly notes?: readonly string[]
}

/** What an extension can do: capabilities for this cluster, with deadlines, ended by `signal`. */
export interface Capabilities {
  readonly kubectl: Kubectl
  readonly runner: Runner
  /** Aborted by Ctrl-C, by a deadline, and when another phase failed. Pass it on to everything that waits. */
  readonly signal: AbortSignal
  /** The extension's complete section of config.json, including `credentials`. */
  settings(): Readonly<Record<string, unknown>>
}

export interface PhaseContext extends Capabilities {
  /** Shows one line of progress next to the title. */
  report(line: string): void
}

export interface Check {
  readonly id: string
  readonly category:
    | 'tools'
    | 'docker'
    | 'machine'
    | 'network'
    | 'ports'
    | 'files'
    | 'images'
    | 'cluster'
    | 'stack'
    | 'workflows'
    | 'extensions'
  readonly title: string
  readonly problem: {readonly code: string; readonly exitCode: number}
  /** Asks, and changes nothing. */
  run(context: CheckContext): Promise<Finding>
}

export type CheckContext = Capabilities

export interface Finding {
  readonly status: 'ok' | 'warning' | 'error'
  readonly detail: string
  readonly remedies: readonly Remedy[]
}

export interface Remedy {
  readonly what: string
  /** Pasteable. */
  readonly command: string
}

export interface Kubectl {
  /** What `kubectl get … --output json` prints, parsed. */
  get<Shape>(...args: readonly string[]): Promise<Shape>
  /** Any call that ends soon; resolves with its output. */
  run(...args: readonly string[]): Promise<string>
  /** Server-side apply. */
  apply(objects: readonly KubernetesObject[]): Promise<void>
  /** `kubectl wait` until the condition holds; rejects if it does not in time. */
  wait(args: readonly string[], timeoutMs: number): Promise<void>
  /** Runs a program in a pod, with `input` on its standard input; resolves with its output. */
  exec(request: {
    readonly namespace: string
    readonly pod: string
    readonly container: string
    readonly command: readonly string[]
    readonly input: string
  }): Promise<string>
}

export interface KubernetesObject {
  readonly apiVersion: string
  readonly kind: string
  readonly metadata: {readonly name: string; readonly namespace?: string}
  readonly [field: string]: unknown
}

/** For any other program. Rejects if it cannot be started or its exit code is not 0. */
export interface Runner {
  capture(request: {
    readonly file: string
    readonly args: readonly string[]
    readonly input?: string
    readonly timeoutMs?: number
  }): Promise<{readonly stdout: string; readonly stderr: string}>
}

export type PanelState = 'ok' | 'warning' | 'error' | 'unknown'

/** Data only, which the page draws. `read` is called each time the page refreshes. */
export interface Panel {
  readonly id: string
  readonly title: string
  read(context: Capabilities): Promise<{
    readonly state: PanelState
    readonly summary: string
    readonly problems?: ReadonlyArray<{readonly message: string; readonly remedy?: Remedy}>
    readonly tables?: ReadonlyArray<{
      readonly title: string
      readonly columns: readonly string[]
      readonly rows: ReadonlyArray<{readonly state?: PanelState; readonly cells: readonly string[]}>
    }>
  }>
}

/** What a command of an extension gets besides its arguments: `static async run(argv, host)` of its class. */
export interface CommandHost {
  /** `rde`, as the user calls it. */
  readonly bin: string
  /** Runs another command of rde in this process: `runCommand('kubectl', ['get', 'pods'])`. It may end the process. */
  runCommand(id: string, argv?: string[]): Promise<unknown>
}
