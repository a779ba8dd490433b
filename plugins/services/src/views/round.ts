import {formatDuration} from '@rde/plugin-kit'

import type {Round} from '../dev/develop.js'

/** Renders a round of `services dev` as one line. */
export function renderRound({number, buildMs, importMs, rolloutMs, run, failed, totalMs}: Round): string {
  const part = (name: string, ms: number | undefined) => (ms === undefined ? [] : [`${name} ${formatDuration(ms)}`])
  return [
    `round ${number}`,
    ...part('build', buildMs),
    ...part('import', importMs),
    ...part('rollout', rolloutMs),
    ...(run === undefined ? [] : [`run ${run.reference} ${run.outcome} ${formatDuration(run.ms)}`]),
    ...(failed === undefined ? [] : [failures[failed.part]]),
    `${formatDuration(totalMs)} in all`,
  ].join('   ')
}

const failures = {
  build: 'build failed; the cluster is unchanged',
  deploy: 'the new content does not run',
  run: 'the workflow could not be run',
}
