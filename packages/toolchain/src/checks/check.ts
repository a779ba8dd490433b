import type {Remedy} from '@rde/errors'
import type {ProcessRunner} from '@rde/process-runner'

import type {DockerEngine} from '../engine/docker-engine.js'
import type {Toolchain} from '../toolchain.js'
import type {ToolName} from '../tools.js'

/** What a check found out. */
export interface Finding {
  readonly status: 'ok' | 'warning' | 'error'
  /** For the user's eyes. One line for each thing that is wrong. */
  readonly detail: string
  readonly remedies: readonly Remedy[]
}

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
  readonly engine: DockerEngine
  readonly platform: NodeJS.Platform
  /** Where Linux tells about itself: `/proc`, but for tests. */
  readonly proc: string
  readonly tools: readonly ToolName[]
  readonly ports: readonly WantedPort[]
  /** Bytes. */
  readonly memory: number
}

/** One question to the machine. `cluster start` asks before it creates anything, `rde doctor` whenever the user likes. */
export interface Check {
  readonly id: string
  readonly title: string
  /** What an error of this check is called, and the exit code it stands for. */
  readonly problem: {readonly code: string; readonly exitCode: number}
  /** A check that says no has no result: what it would look at is not there, and another check says why. */
  applies?(context: CheckContext): boolean | Promise<boolean>
  run(context: CheckContext): Promise<Finding>
}

export const ok = (detail: string): Finding => ({status: 'ok', detail, remedies: []})

export const warning = (detail: string, ...remedies: Remedy[]): Finding => ({status: 'warning', detail, remedies})

export const failure = (detail: string, ...remedies: Remedy[]): Finding => ({status: 'error', detail, remedies})
