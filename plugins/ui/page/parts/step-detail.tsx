import {useState} from 'preact/hooks'

import type {NamedText, StepView} from '../../src/api.js'
import {duration, span, useNow} from '../time.js'
import {Log} from './log.js'
import {StateBadge, stepState} from './state.js'

type Tab = 'log' | 'inputs' | 'outputs'

interface StepDetailProps {
  step: StepView
  lines: readonly string[]
  version: number
  /** Absent if the step cannot be answered here. */
  onAnswer?: ((answer: 'approved' | 'rejected') => void) | undefined
}

/** One step: its state and reason, log, inputs and outputs. */
export function StepDetail({step, lines, version, onAnswer}: StepDetailProps) {
  const [tab, setTab] = useState<Tab>(step.type === 'approval' ? 'inputs' : 'log')
  const state = stepState(step)
  const tabs: Array<[Tab, string]> = [
    ...(step.type === 'approval' ? [] : [['log', 'Log'] as [Tab, string]]),
    ['inputs', 'Inputs'],
    ['outputs', `Outputs${step.outputs.length > 0 ? ` (${step.outputs.length})` : ''}`],
  ]
  return (
    <section class="step" aria-label={`Step ${step.name}`}>
      <div class="step-head">
        <h2>{step.name}</h2>
        <StateBadge state={state} />
        <Times step={step} />
      </div>
      <Reason step={step} />
      {state === 'asking' && <Approval onAnswer={onAnswer} name={step.name} />}
      {step.notices.map((notice) => (
        <p class="notice">{notice}</p>
      ))}
      <div class="tabs" role="tablist" aria-label="Step details" onKeyDown={chooseByArrow}>
        {tabs.map(([name, words]) => (
          <button
            type="button"
            role="tab"
            id={`tab-${name}`}
            aria-selected={tab === name}
            aria-controls="tab-panel"
            tabIndex={tab === name ? 0 : -1}
            onClick={() => setTab(name)}
          >
            {words}
          </button>
        ))}
      </div>
      <div role="tabpanel" id="tab-panel" aria-labelledby={`tab-${tab}`} class="panel">
        {tab === 'log' && <Log step={step.name} {...{lines, version}} live={step.phase === 'running'} />}
        {tab === 'inputs' && <Inputs step={step} />}
        {tab === 'outputs' && <Names of={step.outputs} none="No outputs." />}
      </div>
    </section>
  )
}

function Times({step: {phase, startedAt, endedAt}}: {step: StepView}) {
  const now = useNow(phase === 'running')
  if (startedAt === undefined) return null
  const begun = new Date(startedAt).toLocaleTimeString()
  return (
    <span class="faint">
      {begun}, {duration(span(startedAt, endedAt, now))}
    </span>
  )
}

function Reason({step: {phase, reason, exitCode}}: {step: StepView}) {
  const code = exitCode === undefined || phase !== 'failed' ? undefined : `Exit code ${exitCode}.`
  if (reason === undefined || reason === 'approval' || reason === 'approved')
    return code === undefined ? null : <p class="reason">{code}</p>
  return (
    <p class="reason lines">
      {code} {reason}
    </p>
  )
}

function Approval({name, onAnswer}: {name: string; onAnswer: StepDetailProps['onAnswer']}) {
  if (onAnswer === undefined) return <p>Answer this step where the run was started.</p>
  return (
    <div class="approval">
      <span>Continue this run?</span>
      <button type="button" class="primary" onClick={() => onAnswer('approved')} aria-label={`Approve ${name}`}>
        Approve
      </button>
      <button type="button" onClick={() => onAnswer('rejected')} aria-label={`Reject ${name}`}>
        Reject
      </button>
    </div>
  )
}

function Inputs({step: {image, when, dependsOn, inputs}}: {step: StepView}) {
  const facts: NamedText[] = [
    ...(image === undefined ? [] : [{name: 'image', text: image}]),
    ...(dependsOn.length === 0 ? [] : [{name: 'dependsOn', text: dependsOn.join(', ')}]),
    ...(when === undefined ? [] : [{name: 'when', text: when}]),
  ]
  return <Names of={[...facts, ...inputs]} none="No inputs." />
}

function Names({of, none}: {of: readonly NamedText[]; none: string}) {
  if (of.length === 0) return <p class="faint empty">{none}</p>
  return (
    <dl class="names">
      {of.map(({name, text}) => (
        <div>
          <dt>{name}</dt>
          <dd>{text === undefined ? <em>sensitive, not shown</em> : <pre tabIndex={0}>{text}</pre>}</dd>
        </div>
      ))}
    </dl>
  )
}

function chooseByArrow(event: KeyboardEvent): void {
  const step = {ArrowRight: 1, ArrowLeft: -1}[event.key]
  if (step === undefined) return
  const tabs = [...(event.currentTarget as HTMLElement).querySelectorAll<HTMLElement>('[role=tab]')]
  const next = tabs[(tabs.indexOf(document.activeElement as HTMLElement) + step + tabs.length) % tabs.length]
  next?.focus()
  next?.click()
}
