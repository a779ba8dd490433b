import type {Combination} from '../versions/combinations.js'
import {saveState, writeReport} from './report.js'
import {hasFailed, nextOf, withResult, type CombinationResult, type SmokeState} from './state.js'

export interface RoundOptions {
  play(next: {readonly place: number; readonly combination: Combination}): Promise<CombinationResult>
  /** Whether a combination that fails ends nothing. */
  readonly keepGoing: boolean
  readonly files: {readonly stateFile: string; readonly folders: readonly string[]}
  readonly signal: AbortSignal
  onResult(result: CombinationResult, state: SmokeState): void
}

/** Plays what is left of a round. State and report are on disk after each combination; one that is cut short is played again. */
export async function playRound(
  begun: SmokeState,
  {play, keepGoing, files, signal, onResult}: RoundOptions,
): Promise<SmokeState> {
  let state = begun
  await saveState(files.stateFile, state)
  for (let next = nextOf(state); next !== undefined; next = nextOf(state)) {
    const result = await play(next)
    signal.throwIfAborted()
    state = withResult(state, result)
    await saveState(files.stateFile, state)
    for (const folder of files.folders) await writeReport(folder, state)
    onResult(result, state)
    if (hasFailed(result) && !keepGoing) break
  }
  return state
}
