import {describeCombination} from '../versions/combinations.js'
import {hasFailed, type CombinationResult, type SmokeState} from './state.js'

/** Renders the results as JUnit XML: a suite for each combination, a case for its rollout and each workflow. */
export function renderJUnit({results}: Pick<SmokeState, 'results'>): string {
  const suites = results.flatMap(renderSuite)
  const tests = results.reduce((count, {cases}) => count + 1 + cases.length, 0)
  const failures = results.flatMap(casesOf).filter(({failure}) => failure !== undefined).length
  const total = results.reduce((sum, {ms}) => sum + ms, 0)
  const attributes = render({name: 'rde smoke', tests, failures, time: seconds(total)})
  return ['<?xml version="1.0" encoding="UTF-8"?>', `<testsuites${attributes}>`, ...suites, '</testsuites>', ''].join(
    '\n',
  )
}

function casesOf({rollout, cases}: CombinationResult) {
  return [{name: 'rollout', ...rollout}, ...cases]
}

function renderSuite(result: CombinationResult): string[] {
  const name = nameOf(result)
  const cases = casesOf(result)
  const failures = cases.filter(({failure}) => failure !== undefined).length
  const {startedAt: timestamp, ms, memoryBytes, evidence} = result
  const memory = render({name: 'memoryBytes', value: memoryBytes ?? 0})
  return [
    `  <testsuite${render({name, tests: cases.length, failures, timestamp, time: seconds(ms)})}>`,
    ...(memoryBytes === undefined ? [] : ['    <properties>', `      <property${memory}/>`, '    </properties>']),
    ...cases.flatMap(({name: testCase, failure, ms: took}) => {
      const head = `    <testcase${render({classname: name, name: testCase, time: seconds(took)})}`
      if (failure === undefined) return [`${head}/>`]
      return [`${head}>`, `      <failure${render({message: failure})}/>`, '    </testcase>']
    }),
    ...(hasFailed(result) && evidence !== undefined ? [`    <system-out>${escape(evidence)}</system-out>`] : []),
    '  </testsuite>',
  ]
}

export function nameOf({combination}: Pick<CombinationResult, 'combination'>): string {
  return describeCombination(combination) || 'the versions that run'
}

function seconds(ms: number): string {
  return (ms / 1_000).toFixed(3)
}

function render(attributes: Readonly<Record<string, string | number>>): string {
  return Object.entries(attributes)
    .map(([name, value]) => ` ${name}="${escape(String(value))}"`)
    .join('')
}

/** XML does not allow most control characters, not even escaped. */
function escape(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll('\n', '&#10;')
    .replaceAll('\t', '&#9;')
    .replace(/[\p{Cc}\uFFFE\uFFFF]|\p{Surrogate}/gu, '?')
}
