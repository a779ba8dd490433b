import {createHash} from 'node:crypto'

import {expect} from 'chai'

import type {RunReport} from '../api.js'
import {renderReport} from './render-report.js'

describe('renderReport', () => {
  const hostile = '</script><script>alert(1)</script><!--\u2028'
  const report: RunReport = {
    head: {
      ...{run: hostile, workflow: hostile, on: 'host', state: 'failed', remedies: [], parameters: [], notices: []},
      actions: {cancel: false, answer: false, again: false},
    },
    ...{steps: [], logs: {a: [hostile]}, madeAt: '2026-01-01T00:00:00Z'},
    graph: {width: 0, height: 0, node: {width: 1, height: 1}, nodes: [], edges: []},
  }
  const html = renderReport(report, {script: 'run()', style: 'p{}'})

  it('contains only its own script, whatever a workflow contains', () => {
    expect(html.match(/<script/g)).to.have.length(2)
    expect(html).not.to.contain('<!--')
  })

  it('contains the data unchanged', () => {
    const [, data = ''] = /<script id="report" type="application\/json">(.*?)<\/script>/.exec(html) ?? []
    expect(JSON.parse(data)).to.deep.equal(report)
  })

  it('has a policy that allows only this script and style, and loads nothing', () => {
    const hash = createHash('sha256').update('run()').digest('base64')
    expect(html).to.contain(`default-src 'none'; script-src 'sha256-${hash}'`)
  })
})
