import {mkdirSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'

/** A round over two versions each of two services, stopped after three combinations. */
export const smokeSample = {
  plan: {
    axes: [
      {service: 'relay-operator', versions: ['1.2', '1.3']},
      {service: 'relay-metadata-api', versions: ['7', '8']},
    ],
    ...{suite: 'hash', cases: ['hello', 'approval']},
  },
  ...{round: 1, past: {passed: 0, failed: 0}},
  results: [
    {
      ...{place: 0, combination: {'relay-operator': '1.2', 'relay-metadata-api': '7'}, startedAt: '', ms: 61_000},
      ...{rollout: {ms: 9_000}, cases: [passed('hello', 12_000), passed('approval', 40_000)]},
    },
    {
      ...{place: 1, combination: {'relay-operator': '1.3', 'relay-metadata-api': '7'}, startedAt: '', ms: 90_000},
      rollout: {ms: 30_000, failure: 'deployment/relay-operator did not become ready: its container exits with 2'},
      ...{cases: [], evidence: '~/.local/share/rde/clusters/rde/smoke/evidence/20261129T101500Z_1.3_7'},
    },
    {
      ...{place: 2, combination: {'relay-operator': '1.2', 'relay-metadata-api': '8'}, startedAt: '', ms: 58_000},
      ...{rollout: {ms: 8_000}, cases: [passed('hello', 11_000), passed('approval', 39_000)]},
    },
  ],
}

function passed(name: string, ms: number) {
  return {name, ms}
}

/** Writes it to the results of `rde smoke`, for the cluster rde of this home. */
export function keepSmokeResults(home: string, document: object): void {
  const folder = join(home, '.local/share/rde/clusters/rde/smoke')
  mkdirSync(folder, {recursive: true})
  writeFileSync(join(folder, 'smoke.json'), JSON.stringify(document))
}
