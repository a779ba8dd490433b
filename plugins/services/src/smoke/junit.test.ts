import {expect} from 'chai'

import {renderJUnit} from './junit.js'
import type {CombinationResult} from './state.js'

const combination = {api: '1', operator: 'a'}
const passed: CombinationResult = {
  ...{place: 0, combination, startedAt: '2026-01-01T00:00:00.000Z', rollout: {ms: 1_500}, ms: 3_500},
  cases: [{name: 'hello', run: 'hello#1', ms: 2_000}],
}

describe('renderJUnit', () => {
  it('has a suite for each combination, and a case for its rollout and each workflow', () => {
    expect(renderJUnit({results: [passed]}).split('\n')).to.deep.equal([
      '<?xml version="1.0" encoding="UTF-8"?>',
      '<testsuites name="rde smoke" tests="2" failures="0" time="3.500">',
      '  <testsuite name="api@1 operator@a" tests="2" failures="0" timestamp="2026-01-01T00:00:00.000Z" time="3.500">',
      '    <testcase classname="api@1 operator@a" name="rollout" time="1.500"/>',
      '    <testcase classname="api@1 operator@a" name="hello" time="2.000"/>',
      '  </testsuite>',
      '</testsuites>',
      '',
    ])
  })

  it('gives the memory of a combination as a property', () => {
    expect(renderJUnit({results: [{...passed, memoryBytes: 91_400_000}]})).to.contain(
      '    <properties>\n      <property name="memoryBytes" value="91400000"/>\n    </properties>\n    <testcase',
    )
  })

  it('gives the reason of a failure, and where its evidence is', () => {
    const cases = [{name: 'hello', failure: 'said "<no>" & left\n\u001B[31m', ms: 1}]
    const text = renderJUnit({results: [{...passed, cases, evidence: '/tmp/evidence'}]})
    expect(text).to.contain('failures="1"')
    expect(text).to.contain('<failure message="said &quot;&lt;no&gt;&quot; &amp; left&#10;?[31m"/>')
    expect(text).to.contain('<system-out>/tmp/evidence</system-out>')
  })
})
