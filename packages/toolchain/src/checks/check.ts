import type {DataDirectory} from '@rde/config'
import type {Remedy} from '@rde/errors'
import type {ProcessRunner} from '@rde/process-runner'

import type {DockerEngine} from '../engine/docker-engine.js'
import type {Toolchain} from '../tools/toolchain.js'
import type {ToolName} from '../tools/tools.js'

/** The result of a check. */
export interface Finding {
  readonly status: 'ok' | 'warning' | 'error'
  /** Shown to the user. One line per problem. */
  readonly detail: string
  readonly remedies: readonly Remedy[]
  /** A fix that rde can apply itself without affecting anything that it did not create. */
  readonly mend?: Mend
}

export interface Mend {
  /** `remove 2 temporary folders`: shown before it is done. */
  readonly what: string
  run(context: MendContext): Promise<void>
}

export interface MendContext {
  readonly signal: AbortSignal
  /** Shows one line of progress. */
  report(line: string): void
}

/** The categories of checks, in the order of a report. */
export const checkCategories = [
  'tools',
  'docker',
  'machine',
  'network',
  'ports',
  'files',
  'images',
  'cluster',
  'stack',
  'workflows',
  'extensions',
] as const
export type CheckCategory = (typeof checkCategories)[number]

/** A port of 127.0.0.1 that the cluster will use. */
export interface WantedPort {
  readonly port: number
  /** What for: `the registry`. */
  readonly purpose: string
  /** The key of config.json that chooses the port. */
  readonly setting?: string
}

/** What the checks inspect, and the requirements of the planned cluster. */
export interface CheckContext {
  readonly runner: ProcessRunner
  readonly toolchain: Toolchain
  readonly engine: Pick<DockerEngine, 'state'>
  readonly platform: NodeJS.Platform
  readonly env: Readonly<Record<string, string | undefined>>
  readonly data: DataDirectory
  /** `/proc`; another folder in tests. */
  readonly proc: string
  /** `/sys`; another folder in tests. */
  readonly sys: string
  readonly now: () => number
  readonly tools: readonly ToolName[]
  /** A folder with missing tools, in the layout of a mirror; default: the projects' servers. */
  readonly toolFolder?: string | undefined
  readonly ports: readonly WantedPort[]
  /** The memory that the cluster needs, in bytes. */
  readonly memory: number
  /** The image of the nodes: `rancher/k3s:v1.33.4-k3s1`. */
  readonly nodeImage?: string | undefined
}

/** One check of the machine. `cluster start` runs it before it creates anything, `rde doctor` at any time. */
export interface Check<Context extends CheckContext = CheckContext> {
  readonly id: string
  readonly category: CheckCategory
  readonly title: string
  /** The error code and exit code of a failure of this check. */
  readonly problem: {readonly code: string; readonly exitCode: number}
  /** If false, the check has no result: what it inspects does not exist, and another check reports why. */
  applies?(context: Context): boolean | Promise<boolean>
  run(context: Context): Promise<Finding>
}

export const ok = (detail: string): Finding => ({status: 'ok', detail, remedies: []})

export const warning = (detail: string, ...remedies: Remedy[]): Finding => ({status: 'warning', detail, remedies})

export const failure = (detail: string, ...remedies: Remedy[]): Finding => ({status: 'error', detail, remedies})

/** Joins the problems that one check found: the worst status, all remedies, and one fix that applies all fixes. */
export function joinFindings(findings: readonly Finding[]): Finding {
  const mends = findings.flatMap(({mend}) => mend ?? [])
  return {
    status: findings.some(({status}) => status === 'error') ? 'error' : 'warning',
    detail: findings.map(({detail}) => detail).join('\n'),
    remedies: findings.flatMap(({remedies}) => remedies),
    ...(mends.length > 0 && {mend: joinMends(mends)}),
  }
}

function joinMends(mends: readonly Mend[]): Mend {
  return {
    what: mends.map(({what}) => what).join(', and '),
    async run(context) {
      for (const mend of mends) await mend.run(context)
    },
  }
}
