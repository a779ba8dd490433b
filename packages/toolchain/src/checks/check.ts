import type {DataDirectory} from '@rde/config'
import type {Remedy} from '@rde/errors'
import type {ProcessRunner} from '@rde/process-runner'

import type {DockerEngine} from '../engine/docker-engine.js'
import type {Toolchain} from '../tools/toolchain.js'
import type {ToolName} from '../tools/tools.js'

/** What a check found out. */
export interface Finding {
  readonly status: 'ok' | 'warning' | 'error'
  /** For the user's eyes. One line for each thing that is wrong. */
  readonly detail: string
  readonly remedies: readonly Remedy[]
  /** What rde can do about it by itself, without harm to anything that it did not make. */
  readonly mend?: Mend
}

export interface Mend {
  /** `remove 2 temporary folders`: told before it is done. */
  readonly what: string
  run(context: MendContext): Promise<void>
}

export interface MendContext {
  readonly signal: AbortSignal
  /** Shows one line of progress. */
  report(line: string): void
}

/** What a finding is about, in the order of a report. */
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

/** A port of 127.0.0.1 that the cluster is about to take. */
export interface WantedPort {
  readonly port: number
  /** What for: `the registry`. */
  readonly purpose: string
  /** The key of config.json that chooses the port. */
  readonly setting?: string
}

/** What the checks look at and what the plan needs. */
export interface CheckContext {
  readonly runner: ProcessRunner
  readonly toolchain: Toolchain
  readonly engine: Pick<DockerEngine, 'state'>
  readonly platform: NodeJS.Platform
  readonly env: Readonly<Record<string, string | undefined>>
  readonly data: DataDirectory
  /** Where Linux tells about itself: `/proc`, but for tests. */
  readonly proc: string
  /** `/sys`, likewise. */
  readonly sys: string
  readonly now: () => number
  readonly tools: readonly ToolName[]
  /** Where missing tools are taken from, laid out as a mirror; from the projects' servers unless given. */
  readonly toolFolder?: string | undefined
  readonly ports: readonly WantedPort[]
  /** Bytes. */
  readonly memory: number
  /** What the nodes are made from: `rancher/k3s:v1.33.4-k3s1`. */
  readonly nodeImage?: string | undefined
}

/** One question to the machine. `cluster start` asks before it creates anything, `rde doctor` whenever the user likes. */
export interface Check<Context extends CheckContext = CheckContext> {
  readonly id: string
  readonly category: CheckCategory
  readonly title: string
  /** What an error of this check is called, and the exit code it stands for. */
  readonly problem: {readonly code: string; readonly exitCode: number}
  /** A check that says no has no result: what it would look at is not there, and another check says why. */
  applies?(context: Context): boolean | Promise<boolean>
  run(context: Context): Promise<Finding>
}

export const ok = (detail: string): Finding => ({status: 'ok', detail, remedies: []})

export const warning = (detail: string, ...remedies: Remedy[]): Finding => ({status: 'warning', detail, remedies})

export const failure = (detail: string, ...remedies: Remedy[]): Finding => ({status: 'error', detail, remedies})

/** What several things are that one check found wrong: as bad as the worst, with the remedies of all; one mend does all of theirs. */
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
