import {expect} from 'chai'

import {commandLine} from './command-line.js'

describe('commandLine', () => {
  it('leaves plain words as they are', () => {
    expect(commandLine({file: 'k3d', args: ['cluster', 'list', '--output=json']})).to.equal(
      'k3d cluster list --output=json',
    )
  })

  it('quotes special characters of the shell', () => {
    expect(commandLine({file: 'kubectl', args: ['-o', 'jsonpath={.a b}', "it's", '']})).to.equal(
      `kubectl -o 'jsonpath={.a b}' 'it'\\''s' ''`,
    )
  })

  it('shows the variables that are set, not those that are unset', () => {
    expect(commandLine({file: 'k3d', args: [], env: {KUBECONFIG: '/x/none', HELM_X: undefined}})).to.equal(
      'KUBECONFIG=/x/none k3d',
    )
  })

  it('shows input as a here-document', () => {
    expect(commandLine({file: 'k3d', args: ['-'], input: 'a: 1\n'})).to.equal("k3d - <<'END'\na: 1\nEND")
  })

  it('shows an input file as a redirection', () => {
    expect(commandLine({file: 'docker', args: ['load'], inputFile: '/a b.tar'})).to.equal("docker load < '/a b.tar'")
  })

  it('hides an input that contains a secret', () => {
    expect(commandLine({file: 'k3d', args: ['-'], input: 'abc', hidesInput: true})).to.equal("k3d - <<'END'\n••••\nEND")
  })
})
