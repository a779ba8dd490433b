import {expect} from 'chai'

import {asTyped, asTypedIn, nameCluster} from './as-typed.js'

describe('asTyped', () => {
  const env = {RDE_TYPED_AS: './rde'}

  it('uses the path by which rde was called', () => {
    expect(asTyped('rde cluster delete && rde cluster start', env)).to.equal(
      './rde cluster delete && ./rde cluster start',
    )
  })

  it('also after a variable with a quoted value', () => {
    expect(asTyped("EDITOR='code --wait' rde config edit", env)).to.equal("EDITOR='code --wait' ./rde config edit")
  })

  it('leaves other words alone', () => {
    expect(asTyped('docker start rde registry', env)).to.equal('docker start rde registry')
  })

  it('keeps rde if that was typed', () => {
    expect(asTyped('rde cluster start', {})).to.equal('rde cluster start')
  })

  it('adds the selected cluster once', () => {
    const named = './rde config set --cluster team a 1 && ./rde cluster start --cluster team'
    const both = {...env, RDE_CLUSTER: 'team'}
    expect(asTyped('rde config set a 1 && rde cluster start', both)).to.equal(named)
    expect(asTyped(named, both)).to.equal(named)
  })
})

describe('asTypedIn', () => {
  const env = {RDE_TYPED_AS: './rde'}

  for (const [text, typed] of [
    ['Not saved: rde workflow save a.yaml', 'Not saved: ./rde workflow save a.yaml'],
    ['The cluster was kept; rde cluster start goes on.', 'The cluster was kept; ./rde cluster start goes on.'],
    ['rde kubectl get pods; rde plugins list', './rde kubectl get pods; ./rde plugins list'],
  ] as const) {
    it(`uses the path by which rde was called in: ${text}`, () => expect(asTypedIn(text, env)).to.equal(typed))
  }

  for (const text of ['rde cannot read it', 'The cluster rde is healthy.', '/opt/rde cluster start', './rde doctor']) {
    it(`leaves alone: ${text}`, () => expect(asTypedIn(text, env)).to.equal(text))
  }

  it('also adds the cluster', () => {
    expect(asTypedIn('See: rde doctor', {...env, RDE_CLUSTER: 'team'})).to.equal('See: ./rde doctor --cluster team')
  })
})

describe('nameCluster', () => {
  const env = {RDE_CLUSTER: 'team'}

  for (const [text, named] of [
    ['rde cluster start', 'rde cluster start --cluster team'],
    ['rde images import api:dev', 'rde images import --cluster team api:dev'],
    ['rde workflow secret set hello key', 'rde workflow secret set --cluster team hello key'],
    ['rde kubectl get pods', 'RDE_CLUSTER=team rde kubectl get pods'],
    ['The cluster was kept; rde doctor says more.', 'The cluster was kept; rde doctor --cluster team says more.'],
    ['jq . "$(rde config path)"', 'jq . "$(rde config path --cluster team)"'],
  ] as const) {
    it(`adds the cluster in: ${text}`, () => {
      expect(nameCluster(text, env)).to.equal(named)
      expect(nameCluster(named, env)).to.equal(named)
    })
  }

  for (const text of [
    'rde plugins uninstall orders',
    'rde help cluster start',
    'rde cluster list',
    'rde cluster use rde',
    'docker start rde cluster',
    'rde cluster start --agents 1 --cluster other',
  ]) {
    it(`leaves alone: ${text}`, () => {
      expect(nameCluster(text, env)).to.equal(text)
    })
  }

  it('changes nothing if no cluster is selected', () => {
    expect(nameCluster('rde cluster start', {})).to.equal('rde cluster start')
  })
})
