import {expect} from 'chai'

import {ScriptedProcessRunner} from '@rde/process-runner/testing'

import {Kubectl} from '../kubectl.js'

import type {PodObject} from './objects.js'
import {emptySurvey} from '../testing/empty-survey.js'

import {SurveyLoop} from './survey-loop.js'
import type {Survey} from './survey.js'
import {waitUntil} from './wait-until.js'

const waitingPod = (reason: string, message = ''): PodObject => ({
  kind: 'Pod',
  metadata: {name: 'p', namespace: 'n', uid: 'u'},
  status: {containerStatuses: [{name: 'main', state: {waiting: {reason, message}}}]},
})

function waiting(surveys: Survey[], lines: string[] = []) {
  const take = async () => (surveys.length > 1 ? surveys.shift()! : surveys[0]!)
  const kubectl = new Kubectl(new ScriptedProcessRunner(), {kubeconfig: '/none'})
  const signal = AbortSignal.timeout(10_000)
  return {surveys: new SurveyLoop(take), kubectl, namespaces: ['n'], signal, report: (line: string) => lines.push(line)}
}

describe('waitUntil', () => {
  it('resolves as soon as nothing is lacking', async () => {
    const lines: string[] = []
    let lacking = 2
    await waitUntil(() => (lacking-- > 0 ? 'the pod' : undefined), waiting([emptySurvey], lines))
    expect(lines).to.deep.equal(['waiting for the pod'])
  })

  it('looks anew at once when it is told to', async () => {
    let lacking = 1
    const hint = Promise.resolve()
    const after = {...emptySurvey, pods: [waitingPod('')]}
    const surveys: Survey[] = []
    const seen = (survey: Survey) => (surveys.push(survey), lacking-- > 0 ? 'the pod' : undefined)
    await waitUntil(seen, {...waiting([emptySurvey, after]), hint})
    expect(surveys).to.deep.equal([emptySurvey, after])
  })

  it("rejects at once with a pod's own message where no patience helps", async () => {
    const hopeless = {...emptySurvey, pods: [waitingPod('InvalidImageName', 'invalid reference format')]}
    const error = await waitUntil(() => 'the pod', waiting([hopeless])).catch((thrown: Error) => thrown)
    expect(error).to.have.property('code', 'RDE_CANNOT_HEAL')
    expect(error)
      .to.have.property('message')
      .that.contains('container main of p in n: InvalidImageName: invalid reference format')
  })

  it('does not mind the pods of other namespaces', async () => {
    const elsewhere = {...waitingPod('InvalidImageName'), metadata: {name: 'p', namespace: 'other', uid: 'u'}}
    let lacking = 1
    await waitUntil(() => (lacking-- > 0 ? 'the pod' : undefined), waiting([{...emptySurvey, pods: [elsewhere]}]))
  })

  it('rejects when a Job failed for good', async () => {
    const job = {
      kind: 'Job' as const,
      metadata: {name: 'init', namespace: 'n'},
      status: {conditions: [{type: 'Failed', status: 'True', message: 'BackoffLimitExceeded'}]},
    }
    const error = await waitUntil(() => 'it', waiting([{...emptySurvey, jobs: [job]}])).catch((thrown: Error) => thrown)
    expect(error).to.have.property('message').that.contains('Job init in n: failed: BackoffLimitExceeded')
  })
})
