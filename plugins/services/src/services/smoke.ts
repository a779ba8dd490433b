import {rm} from 'node:fs/promises'
import {join, resolve} from 'node:path'

import type {RdeConfig} from '@rde/config'
import {requireCluster, type Session} from '@rde/plugin-kit'

import {keepVersions, restoreCommand, restoreVersions} from '../smoke/kept-versions.js'
import {playCombination} from '../smoke/play-combination.js'
import {playRound, type RoundOptions} from '../smoke/play-round.js'
import {readState} from '../smoke/report.js'
import {
  isResumable,
  newState,
  nextRound,
  parseState,
  type CombinationResult,
  type SmokePlan,
  type SmokeState,
} from '../smoke/state.js'
import {readSuite} from '../smoke/suite.js'
import {availableVersions} from '../versions/available-versions.js'
import {chooseAxes, parseVersions, servicesToAsk, type VersionChoice} from '../versions/choose-axes.js'
import type {Axis} from '../versions/combinations.js'
import type {UseOptions} from './use.js'

export interface SmokeOptions extends Omit<UseOptions, 'versions' | 'remember'> {
  /** Folder of the suite, if the user named one. */
  readonly suite: string | undefined
  /** Values of `--versions`; if empty, the running versions are tested. */
  readonly versions: readonly string[]
  readonly keepGoing: boolean
  /** Repeat until stopped. */
  readonly allDay: boolean
  /** Start over instead of resuming a stopped test. */
  readonly restart: boolean
  /** Folder of the report, if the user named one. */
  readonly reportFolder: string | undefined
  onResult(result: CombinationResult, state: SmokeState): void
}

export interface SmokeResult extends SmokeState {
  /** Folder of the report and the evidence. */
  readonly folder: string
}

/** Runs a suite of workflows on each combination of versions; resumes a stopped test of the same plan. */
export async function smokeTest(session: Session, options: SmokeOptions): Promise<SmokeResult> {
  const {signal, note, allDay, reportFolder} = options
  const choices = options.versions.map(parseVersions)
  const {config} = await requireCluster(session, signal)
  const suite = await readSuite(suiteFolder(session, config, options.suite))
  const all = await options.servicesFor(config)
  const axes = choices.length === 0 ? [] : await findAxes(session, {...options, services: all, choices})
  const plan: SmokePlan = {axes, suite: suite.hash, cases: suite.cases.map(({name}) => name)}
  const services = all.filter(({name}) => axes.some(({service}) => service === name))
  const stateFile = join(session.data.smoke, 'state.json')
  const last = parseState(await readState(stateFile))
  const stopped = !options.restart && isResumable(last, plan) ? last : undefined
  if (stopped === undefined) await keepVersions(session, services, {stopped: last?.plan, signal})
  else note(`Resuming the stopped smoke test after ${describeDone(stopped)}. To start over: --restart`)
  const folder = reportFolder === undefined ? session.data.smoke : resolve(reportFolder)
  const context = {...options, suite, services, all, evidence: join(folder, 'evidence'), earlierRuns: new Map()}
  // `rde ui` shows the last report, so it is also written to the data directory.
  const files = {stateFile, folders: [...new Set([folder, session.data.smoke])]}
  let state = stopped ?? newState(plan)
  const round = {
    ...{files, signal, onResult: options.onResult, keepGoing: options.keepGoing || allDay},
    play: (next: Parameters<RoundOptions['play']>[0]) => playCombination(session, next, context),
  }
  try {
    for (;;) {
      state = await playRound(state, round)
      if (!allDay) break
      state = nextRound(state)
    }
  } catch (error) {
    if (signal.aborted && services.length > 0) note(`To restore the previous versions: ${restoreCommand(services)}`)
    throw error
  }
  await restoreVersions(session, services, options)
  await rm(stateFile, {force: true})
  return {...state, folder}
}

function suiteFolder({data}: Session, {workflows}: RdeConfig, given: string | undefined): string {
  return given === undefined ? (workflows.directory ?? data.workflows) : resolve(given)
}

interface AxesContext extends Pick<SmokeOptions, 'signal' | 'note'> {
  readonly services: Awaited<ReturnType<SmokeOptions['servicesFor']>>
  readonly choices: readonly VersionChoice[]
}

async function findAxes(session: Session, {services, choices, signal, note}: AxesContext): Promise<Axis[]> {
  const imageIds = await session.tools({signal}).docker.imageIds()
  const asked = servicesToAsk({services, names: [], choices})
  const available = await availableVersions(asked, {imageIds, signal, note})
  return chooseAxes({services, names: [], choices, available})
}

function describeDone({results, round}: SmokeState): string {
  const count = results.length === 1 ? '1 combination' : `${results.length} combinations`
  return round === 1 ? count : `${count} of round ${round}`
}
