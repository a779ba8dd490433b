import assert from 'node:assert/strict'
import {readFileSync} from 'node:fs'
import {test} from 'node:test'

import contribute from '../contribute.js'

const request = {rde: {config: {stack: {profile: 'bare'}, extensions: {}}, settings: {}}}
const contribution = await contribute(request)
const text = (path) => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8')
const manifests = Object.values(contribution.components).flatMap(({sources}) => sources.map(({path}) => text(path)))

test('every setting and credential that a manifest names is declared', () => {
  const declared = [
    ...Object.keys(contribution.settings.properties).map((key) => `settings.${key}`),
    ...Object.keys(contribution.credentials).map((key) => `credentials.${key}`),
  ]
  for (const [, key] of manifests.join('\n').matchAll(/\{((?:settings|credentials)\.\w+)\}/g))
    assert.ok(declared.includes(key), `${key} is not declared`)
})

test('the password stands in a Secret only', () => {
  const documents = manifests.flatMap((manifest) => manifest.split(/^---$/m))
  for (const document of documents.filter((one) => one.includes('{credentials.')))
    assert.match(document, /^kind: Secret$/m)
})

test('the API runs the image that its developers build', () => {
  assert.ok(manifests.some((manifest) => manifest.includes(`image: ${contribution.services['orders-api'].local}`)))
})

test('the check names the remedy where the database does not answer', async () => {
  const [check] = contribution.checks
  const kubectl = {exec: () => Promise.reject(new Error('no pod'))}
  const {status, remedies} = await check.run({kubectl, settings: () => ({user: 'orders'})})
  assert.equal(status, 'warning')
  assert.equal(remedies[0].command, 'rde cluster start')
})
