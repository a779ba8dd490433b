import type {Combination} from '../versions/combinations.js'
import {saveState, writeReport} from './report.js'
import {hasFailed, nextOf, withResult, type CombinationResult, type SmokeState} from './state.js'

export interface RoundOptions {
  play(next: {readonly place: number; readonly combination: Combination}): Promise<CombinationResult>
  /** Whether to continue after a failed combination. */
  readonly keepGoing: boolean
  readonly files: {readonly stateFile: string; readonly folders: readonly string[]}
  readonly signal: AbortSignal
  onResult(result: CombinationResult, state: SmokeState): void
}

/** Plays the rest of a round. Saves state and report after each combination; an interrupted one is played again. */
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
