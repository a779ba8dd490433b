import {expect} from 'chai'

import {renderText} from './render-text.js'

describe('renderText', () => {
  it('draws each step below its dependency', () => {
    const steps = [
      {name: 'build', dependsOn: []},
      {name: 'test', dependsOn: ['build']},
      {name: 'lint', dependsOn: ['build']},
      {name: 'ship', dependsOn: ['test', 'lint']},
    ]
    expect(renderText(steps).split('\n')).to.deep.equal(['build', '├─ test', '└─ lint', '   └─ ship  (and after test)'])
  })
})
