import {setMaxListeners} from 'node:events'

import {newConfig, readConfig, runsInDocker, secretsOf, type RdeConfig} from '@rde/config'
import {isRdeError, type RdeError} from '@rde/errors'
import {contributedChecks, type DoctorContext, type PluginHost, type Session} from '@rde/plugin-kit'
import {
  checkCategories,
  checkContext,
  checksWithoutNodes,
  machineChecks,
  runChecks,
  toolsOfCluster,
  type Check,
  type CheckResult,
} from '@rde/toolchain'

import {ownChecks} from '../checks/own-checks.js'

export interface DoctorOptions {
  readonly oclif: PluginHost
  readonly signal: AbortSignal
}

export interface DoctorReport {
  /** No error and no warning. */
  readonly healthy: boolean
  /** By category, in the order of `checkCategories`. */
  readonly checks: readonly CheckResult[]
}

/** Runs all checks of rde and the extensions. Changes nothing. */
export async function examine(session: Session, {oclif, signal}: DoctorOptions): Promise<DoctorReport> {
  const {context, failure: brokenConfig} = await openDoctor(session, signal)
  const broken: CheckResult[] = []
  const onBroken = (error: RdeError) => void broken.push({...extensions, ...problemOf(error)})
  const contributed = await attempt(() => contributedChecks(oclif, rdeOf(context), onBroken), stack)
  const ofMachine = runsInDocker(context.planned) ? machineChecks : checksWithoutNodes
  const checks: Check<DoctorContext>[] = [...ofMachine, ...ownChecks, ...(contributed.value ?? [])]
  const results = await runChecks(checks.map(withoutThrowing), context)
  const all = [...results, ...broken, ...[brokenConfig, contributed.failure].filter((one) => one !== undefined)]
  all.sort((a, b) => checkCategories.indexOf(a.category) - checkCategories.indexOf(b.category))
  return {healthy: all.every(({status}) => status === 'ok'), checks: all}
}

/** The context of the checks, and a problem if config.json cannot be read; the checks then run without it. */
export async function openDoctor(
  session: Session,
  signal: AbortSignal,
): Promise<{context: DoctorContext & {readonly planned: RdeConfig}; failure?: CheckResult}> {
  // Each program that a check runs adds a listener, and they all run at once.
  setMaxListeners(0, signal)
  const {data, identity, secrets} = session
  const {value, failure} = await attempt(() => readConfig(data), configFile)
  const planned = value ?? (await newConfig(data, identity))
  secrets.learn(secretsOf(planned))
  const machine = checkContext({
    runner: session.runner({signal}),
    data,
    tools: toolsOfCluster(planned),
    stackSource: planned.stack.source,
    nodeImage: planned.cluster.k3sImage,
  })
  const context = {...machine, session, planned, config: failure === undefined ? planned : undefined, signal}
  return {context, ...(failure && {failure})}
}

function rdeOf({planned, session}: {planned: RdeConfig; session: Session}) {
  return {config: planned, data: session.data}
}

type Heading = Pick<CheckResult, 'id' | 'category' | 'title'>

const configFile: Heading = {id: 'config', category: 'files', title: 'config.json'}
const stack: Heading = {id: 'stack', category: 'stack', title: 'Stack'}
const extensions: Heading = {id: 'extensions', category: 'extensions', title: 'Extensions'}

/** Turns a failure into one problem among the others, with its own message and remedies. */
async function attempt<Value>(
  work: () => Promise<Value>,
  heading: Heading,
): Promise<{value?: Value; failure?: CheckResult}> {
  try {
    return {value: await work()}
  } catch (error) {
    return {failure: {...heading, ...problemOf(error)}}
  }
}

function problemOf(error: unknown): Omit<CheckResult, keyof Heading> {
  if (!isRdeError(error)) throw error
  const {message, remedies, code, oclif} = error
  return {problem: {code, exitCode: oclif.exit}, status: 'error', detail: message, remedies}
}

/** A check that fails must not hide the results of the others. */
function withoutThrowing(check: Check<DoctorContext>): Check<DoctorContext> {
  return {
    ...check,
    async run(context) {
      try {
        return await check.run(context)
      } catch (error) {
        if (context.signal.aborted) throw error
        if (isRdeError(error)) return {status: 'error', detail: error.message, remedies: error.remedies}
        return {status: 'error', detail: `${check.title} cannot be checked: ${(error as Error).message}`, remedies: []}
      }
    },
  }
}
