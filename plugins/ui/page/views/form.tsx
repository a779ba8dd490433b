import {useEffect, useState} from 'preact/hooks'

import type {Failure, FormParameter, RunLocation, RunForm, StartAnswer, StartRequest} from '../../src/api.js'
import {go, runAddress} from '../address.js'
import {Graph} from '../parts/graph.js'
import {Problem} from '../parts/problem.js'
import {failureOf, send, useAnswer} from '../server.js'

const placeWords: Readonly<Record<RunLocation, string>> = {
  cluster: 'On the cluster',
  docker: 'In Docker, without a cluster',
  host: 'On this machine, as you',
}

/** A form of a workflow's parameters, and where to run it. */
export function FormView({query}: {query: URLSearchParams}) {
  const {data, failure} = useAnswer<RunForm>(`/api/form?${query}`)
  useEffect(() => {
    if (data !== undefined) document.title = `Run ${data.name} · rde`
  }, [data])
  if (failure !== undefined) return <Problem failure={failure} />
  return data === undefined ? <p class="faint">Loading …</p> : <Form form={data} />
}

function Form({form}: {form: RunForm}) {
  const [values, setValues] = useState(() => valuesOf(form.parameters))
  const [place, setPlace] = useState<RunLocation>(form.places[0]!)
  const [consent, setConsent] = useState(false)
  const [problem, setProblem] = useState<Failure>()
  const [starting, setStarting] = useState(false)
  const start = async (event: Event) => {
    event.preventDefault()
    setStarting(true)
    setProblem(undefined)
    const request: StartRequest = {source: form.source, on: place, parameters: given(form.parameters, values), consent}
    try {
      go(runAddress((await send<StartAnswer>('/api/runs', request)).run))
    } catch (error) {
      setProblem(failureOf(error))
      setStarting(false)
    }
  }
  const change = (name: string, text: string) => setValues((before) => ({...before, [name]: text}))
  return (
    <>
      <h1>Run {form.name}</h1>
      {form.description !== undefined && <p class="lines">{form.description}</p>}
      {form.graph.nodes.length > 0 && <Graph layout={form.graph} />}
      <form class="card form" onSubmit={(event) => void start(event)}>
        {form.parameters.length === 0 && <p class="faint">This workflow has no parameters.</p>}
        {form.parameters.map((parameter) => (
          <Field key={parameter.name} parameter={parameter} value={values[parameter.name] ?? ''} onChange={change} />
        ))}
        <fieldset>
          <legend>Where to run</legend>
          {form.places.map((name) => (
            <label class="choice">
              <input type="radio" name="place" checked={place === name} onChange={() => setPlace(name)} />
              {placeWords[name]}
            </label>
          ))}
        </fieldset>
        {place === 'host' && !form.trusted && (
          <label class="choice">
            <input
              type="checkbox"
              required
              checked={consent}
              onChange={(event) => setConsent(event.currentTarget.checked)}
            />
            The steps run as me on this machine, not in containers.
          </label>
        )}
        {problem !== undefined && <Problem failure={problem} />}
        <button type="submit" class="primary" disabled={starting}>
          {starting ? 'Starting …' : 'Run'}
        </button>
      </form>
    </>
  )
}

interface FieldProps {
  parameter: FormParameter
  value: string
  onChange: (name: string, text: string) => void
}

function Field({parameter, value, onChange}: FieldProps) {
  const {name, type, description, default: preset} = parameter
  const id = `parameter-${name}`
  const set = (text: string) => onChange(name, text)
  const shared = {id, required: preset === undefined, 'aria-describedby': `${id}-about`}
  return (
    <div class="field">
      <label for={id}>
        {name} {preset === undefined && <span class="faint">(required)</span>}
      </label>
      {type === 'boolean' ? (
        <select {...shared} value={value} onChange={(event) => set(event.currentTarget.value)}>
          {preset === undefined && <option value="">Choose</option>}
          <option>true</option>
          <option>false</option>
        </select>
      ) : value.includes('\n') || type === 'json' ? (
        <textarea {...shared} rows={4} value={value} onInput={(event) => set(event.currentTarget.value)} />
      ) : (
        <input
          {...shared}
          value={value}
          inputMode={type === 'number' ? 'decimal' : 'text'}
          autocomplete="off"
          onInput={(event) => set(event.currentTarget.value)}
        />
      )}
      <span class="faint" id={`${id}-about`}>
        {[type === 'string' ? undefined : type, description].filter(Boolean).join(': ')}
      </span>
    </div>
  )
}

function valuesOf(parameters: readonly FormParameter[]): Record<string, string> {
  return Object.fromEntries(parameters.map(({name, default: preset = ''}) => [name, preset]))
}

/** The values that differ from the defaults; the workflow provides the others. */
function given(parameters: readonly FormParameter[], values: Record<string, string>): Record<string, string> {
  const changed = parameters.filter(({name, default: preset}) => values[name] !== preset)
  return Object.fromEntries(changed.map(({name}) => [name, values[name] ?? '']))
}
