import {expect} from 'chai'

import {requirementOf, type Requirement} from './requirements.js'

describe('requirementOf', () => {
  const needs: ReadonlyArray<readonly [Requirement, string]> = [
    ['bridge', 'workflow list'],
    ['bridge', '-o json workflow list'],
    ['bridge', '--out json --debug workflow run hello'],
    ['bridge', '--out=json workflow'],
    ['bridge', '-yo json workflow delete hello'],
    ['bridge', '-x version workflow list'],
    ['bridge', '__complete workflow run h'],
    ['bridge', 'tokens list'],
    ['bridge', 'something-new'],
    ['cluster', 'dev workflow run -f hello.yaml'],
    ['cluster', 'dev initialize'],
    ['nothing', 'dev metadata -i f.yaml -- sh'],
    ['nothing', 'dev'],
    ['nothing', ''],
    ['nothing', '--help'],
    ['nothing', 'version'],
    ['nothing', '-d version'],
    ['nothing', 'config global out json'],
    ['nothing', 'context view'],
    ['nothing', 'completion bash'],
    ['nothing', 'doc generate'],
    ['nothing', 'help workflow'],
  ]

  for (const [need, line] of needs) {
    it(`says that \`relay ${line}\` needs ${need === 'nothing' ? need : `the ${need}`}`, () => {
      expect(requirementOf(line.split(' ').filter(Boolean))).to.equal(need)
    })
  }
})
