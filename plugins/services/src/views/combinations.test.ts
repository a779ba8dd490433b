import {expect} from 'chai'

import {renderCombinations} from './combinations.js'

const versions = (length: number) => Array.from({length}, (_, index) => String(index + 1))

describe('renderCombinations', () => {
  it('shows which one runs', () => {
    const axes = [{service: 'operator', versions: ['1.2', '1.3']}]
    expect(renderCombinations({axes, count: 2, place: 1, running: {operator: '1.3'}}).split('\n')).to.deep.equal([
      '    OPERATOR   STATE',
      '1   1.2',
      '2   1.3        runs',
    ])
  })

  it('marks a chosen combination that does not run', () => {
    const axes = [{service: 'operator', versions: ['1.2', '1.3']}]
    expect(renderCombinations({axes, count: 2, place: 1, running: {operator: '1.2'}})).to.match(/1\.2 +runs\n.*chosen/)
  })

  it('shows those around the current one if there are many', () => {
    const axes = [{service: 'operator', versions: versions(100)}]
    const lines = renderCombinations({axes, count: 100, place: 49, running: {}}).split('\n')
    expect([lines[1], lines.at(-1)]).to.deep.equal(['40   40', '100 combinations; 40 to 59 are shown.'])
  })
})
