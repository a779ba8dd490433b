/**
 * What an extension of rde may add and what it is given, version 1 of the interface. Types only: an extension needs nothing of
 * rde at run time, and everything that crosses the border is plain data and functions.
 */

/** The hook `rde:contribute` of an extension. It decides what there is; nothing runs yet. */
export type ContributeHook = (request: ContributionRequest) => Promise<Contribution>

export interface ContributionRequest {
  readonly rde: {
    /** config.json as it is, or as it would be made. */
    readonly config: Config
    /** The extension's own section of it: `extensions.NAME`. */
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
  /** Parts of the stack, by id. An id is claimed by one extension only: begin it with your team's name. */
  readonly components?: Readonly<Record<string, Component>>
  /** Images that your developers build, by the name of the service. */
  readonly services?: Readonly<Record<string, ServiceImage>>
  /** The section `extensions.NAME` of config.json, as a JSON Schema of type object. */
  readonly settings?: SettingsSchema
  /** Secrets that are generated once, by name; they are kept in `extensions.NAME.credentials` and masked everywhere. */
  readonly credentials?: Readonly<Record<string, string>>
  readonly phases?: readonly Phase[]
  readonly checks?: readonly Check[]
  /** Workflow files that run at the end of a start, as paths from the extension's folder. */
  readonly workflows?: readonly string[]
  /** Shown on the cluster page of `rde ui`. */
  readonly panels?: readonly Panel[]
  /** What `rde support bundle` takes along: name → text. Secrets are masked afterwards. */
  readonly supportFiles?: (context: CheckContext) => Promise<Readonly<Record<string, string>>>
}

/**
 * A part of the stack, in the words of stack.yaml. `{settings.KEY}` and `{credentials.KEY}` in it, and in the manifests that it
 * names, stand for what config.json says; a text that is nothing else becomes the value itself, a number for example.
 */
export interface Component {
  readonly title: string
  readonly version: string
  /** All unless given. */
  readonly profiles?: readonly Profile[]
  /** Ids of the components that must be ready before. */
  readonly after?: readonly string[]
  readonly sources: readonly Source[]
  /** Objects beside those of the manifests. */
  readonly add?: readonly KubernetesObject[]
  readonly patches?: readonly object[]
  readonly images?: ReadonlyArray<{readonly match: string; readonly use: string}>
  /** Helm values by release. */
  readonly values?: Readonly<Record<string, object>>
  /** What proves that it runs, as `NAMESPACE/NAME`. Deployments and StatefulSets of its manifests are awaited anyway. */
  readonly ready?: {
    readonly deployments?: readonly string[]
    readonly jobs?: readonly string[]
    readonly pods?: readonly string[]
    readonly namespaces?: readonly string[]
  }
}

/** `path`s start from the extension's folder. */
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
  /** What it is called in the cluster, and on this machine if it was built here: `team-api:local`. */
  readonly local: string
  /** What is pulled where there is none of the local name. */
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
    /** A path that the source must have: by it a folder is known as the source. */
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

/** One step of `rde cluster start`. It runs at every start, so it looks before it acts. */
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
  /** Printed when all is done. */
  readonly notes?: readonly string[]
}

/** What an extension can do: capabilities, each aimed at this cluster, with deadlines, ended by `signal`. */
export interface Capabilities {
  readonly kubectl: Kubectl
  readonly runner: Runner
  /** Aborted by Ctrl-C, by a deadline, and when another phase failed. Hand it on to whatever waits. */
  readonly signal: AbortSignal
  /** The extension's section of config.json, complete; `credentials` in it. */
  settings(): Readonly<Record<string, unknown>>
}

export interface PhaseContext extends Capabilities {
  /** Shows one line of progress beside the title. */
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
  /** `kubectl wait` until the condition holds; rejects when it does not in time. */
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

/** For any other program. Rejects where it cannot be started or does not end with 0. */
export interface Runner {
  capture(request: {
    readonly file: string
    readonly args: readonly string[]
    readonly input?: string
    readonly timeoutMs?: number
  }): Promise<{readonly stdout: string; readonly stderr: string}>
}

export type PanelState = 'ok' | 'warning' | 'error' | 'unknown'

/** Data only, which the page draws. `read` is called each time that the page looks. */
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

/** What a command of an extension is given beside its words: `static async run(argv, host)` of its class. */
export interface CommandHost {
  /** `rde`, as the user calls it. */
  readonly bin: string
  /** Runs another command of rde in this process: `runCommand('kubectl', ['get', 'pods'])`. Ends the process where that does. */
  runCommand(id: string, argv?: string[]): Promise<unknown>
}
