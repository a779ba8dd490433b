import {confirm} from '@rde/plugin-kit'

/** Asks on the terminal whether a workflow may go, with what goes with it; throws unless the answer is yes. */
export function confirmDelete(name: string) {
  return ({runs, secrets}: {readonly runs: number; readonly secrets: number}): Promise<void> =>
    confirm({
      question: `Delete ${name} with ${runs} runs and ${secrets} secrets?`,
      refused: 'Not deleted.',
      instead: `rde workflow delete ${name} --yes`,
    })
}
