import {isRdeError} from '@rde/errors'
import type {Service, Session} from '@rde/plugin-kit'

import {useServices, type UseOptions} from '../services/use.js'
import type {Combination} from '../versions/combinations.js'
import {keepEvidence} from './evidence.js'
import {measureMemory} from './measure-memory.js'
import {playCase, type CaseContext, type PlayedCase} from './play-case.js'
import {hasFailed, type CombinationResult} from './state.js'
import type {Suite} from './suite.js'

export interface CombinationContext extends Omit<UseOptions, 'versions' | 'remember'>, CaseContext {
  readonly suite: Suite
  /** Folder of all evidence. */
  readonly evidence: string
  /** Services whose versions change. */
  readonly services: readonly Service[]
  readonly all: readonly Service[]
}

/** Rolls out one combination of versions, runs the suite on it, and saves evidence of a failure. */
export async function playCombination(
  session: Session,
  {place, combination}: {readonly place: number; readonly combination: Combination},
  context: CombinationContext,
): Promise<CombinationResult> {
  const begin = performance.now()
  const startedAt = new Date().toISOString()
  const failure = await rollOut(session, combination, context)
  const rollout = {ms: performance.now() - begin, ...(failure !== undefined && {failure})}
  const played: PlayedCase[] = []
  // Without these versions a run would prove nothing.
  if (failure === undefined) for (const one of context.suite.cases) played.push(await playCase(session, one, context))
  const cases = played.map(({result}) => result)
  const {services: changing, all, signal} = context
  const ms = performance.now() - begin
  const memoryBytes = failure === undefined ? await measureMemory(session, all, signal) : undefined
  const memory = memoryBytes === undefined ? {} : {memoryBytes}
  const result = {place, combination, startedAt, rollout, cases, ms, ...memory}
  if (!hasFailed(result)) return result
  const runs = played.filter((one) => one.result.failure !== undefined).map(({run}) => run)
  const options = {folder: context.evidence, services: changing, runs, signal}
  return {...result, evidence: await keepEvidence(session, result, options)}
}

/** Why the rollout failed; undefined if it succeeded. Throws errors that end the whole test. */
async function rollOut(
  session: Session,
  combination: Combination,
  context: CombinationContext,
): Promise<string | undefined> {
  const versions = Object.entries(combination).map(([service, version]) => `${service}@${version}`)
  if (versions.length === 0) return undefined
  context.report(`rolling out ${versions.join(' ')}`)
  try {
    const {failed} = await useServices(session, {...context, versions, remember: false, quick: true})
    const reasons = failed.map(({reference, error}) => `${reference}: ${(error as Error).message}`)
    return reasons.length === 0 ? undefined : reasons.join('\n')
  } catch (error) {
    if (context.signal.aborted || !isRdeError(error) || ![1, 124].includes(error.oclif.exit)) throw error
    return error.message
  }
}
