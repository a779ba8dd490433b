import {useEffect, useState} from 'preact/hooks'

import type {ChangeMessage, FolderRow, Overview, RunRow, Source, WorkflowRow} from '../../src/api.js'
import {Link, runAddress} from '../address.js'
import {Problem, Remedies} from '../parts/problem.js'
import {StateBadge} from '../parts/state.js'
import {useAnswer, useEvents} from '../server.js'
import {ago, duration, span, useNow} from '../time.js'

/** All workflows that can be run, and the newest runs. */
export function OverviewView() {
  const [version, setVersion] = useState(0)
  useEvents<ChangeMessage>('/api/changes', () => setVersion((before) => before + 1))
  const {data, failure} = useAnswer<Overview>('/api/overview', version)
  useEffect(() => {
    document.title = 'Workflows · rde'
  }, [])
  return (
    <>
      <h1>Workflows</h1>
      {failure !== undefined && <Problem failure={failure} />}
      {data === undefined ? (
        failure === undefined && <p class="faint">Loading …</p>
      ) : (
        <div class="columns">
          <div>
            {data.folders.map((folder) => (
              <Folder key={folder.path} folder={folder} runs={data.runs} />
            ))}
            <section class="card" aria-labelledby="on-cluster">
              <h2 id="on-cluster">On the cluster</h2>
              <ClusterWorkflows cluster={data.cluster} runs={data.runs} />
            </section>
          </div>
          <section class="card" aria-labelledby="runs">
            <h2 id="runs">Runs</h2>
            <Runs runs={data.runs} />
          </section>
        </div>
      )}
    </>
  )
}

function ClusterWorkflows({cluster, runs}: {cluster: Overview['cluster']; runs: readonly RunRow[]}) {
  if ('failure' in cluster) {
    return (
      <>
        <p class="faint lines">{cluster.failure.message}</p>
        <Remedies remedies={cluster.failure.remedies} />
      </>
    )
  }
  if (cluster.workflows.length === 0)
    return <p class="faint">No saved workflows. Running a file on the cluster saves it there.</p>
  return (
    <ul class="list">
      {cluster.workflows.map((workflow) => (
        <SavedWorkflow key={workflow.name} workflow={workflow} runs={runs} />
      ))}
    </ul>
  )
}

function SavedWorkflow({workflow: {name, steps}, runs}: {workflow: WorkflowRow; runs: readonly RunRow[]}) {
  const last = runs.find((run) => run.workflow === name && run.on === 'cluster')
  return <Item {...{name, steps, last}} source={{kind: 'saved', name}} />
}

function Folder({folder: {what, path, files}, runs}: {folder: FolderRow; runs: readonly RunRow[]}) {
  return (
    <section class="card" aria-labelledby={`folder-${what}`}>
      <h2 id={`folder-${what}`}>{what === 'directory' ? 'Workflow directory' : 'Current folder'}</h2>
      <p class="faint path">{path}</p>
      {files.length === 0 && <p class="faint">No workflow files.</p>}
      <ul class="list">
        {files.map(({file, name, steps, problem}) =>
          name === undefined ? (
            <li class="item" key={file}>
              <span class="name">{file}</span>
              <span class="faint lines">{problem}</span>
            </li>
          ) : (
            <Item
              key={file}
              {...{name, steps: steps ?? 0, file}}
              source={{kind: 'file', path: `${path}/${file}`}}
              last={runs.find((run) => run.workflow === name)}
            />
          ),
        )}
      </ul>
    </section>
  )
}

interface ItemProps {
  name: string
  file?: string
  steps: number
  source: Source
  last: RunRow | undefined
}

function Item({name, file, steps, source, last}: ItemProps) {
  const {kind, ...rest} = source
  return (
    <li class="item">
      <span>
        <span class="name">{name}</span>
        <span class="faint">
          {file !== undefined && `${file}, `}
          {steps} {steps === 1 ? 'step' : 'steps'}
        </span>
      </span>
      {last !== undefined && (
        <Link href={runAddress(last.run)}>
          <StateBadge state={last.state} />
          <span class="hidden">: the last run, {last.run}</span>
        </Link>
      )}
      <Link class="button" href={`/run?${new URLSearchParams({kind, ...rest})}`}>
        Run<span class="hidden"> {file ?? name}</span>
      </Link>
    </li>
  )
}

function Runs({runs}: {runs: readonly RunRow[]}) {
  const now = useNow(true)
  if (runs.length === 0) return <p class="faint">No runs yet.</p>
  return (
    <ul class="list runs">
      {runs.map(({run, on, state, createdAt, endedAt}) => (
        <li class="item" key={run}>
          <StateBadge state={state} />
          <Link class="name" href={runAddress(run)}>
            {run}
          </Link>
          <span class="faint">
            {on === 'cluster' ? '' : `${on}, `}
            <time dateTime={createdAt}>{ago(createdAt, now)}</time>
            {endedAt !== undefined && `, ${duration(span(createdAt, endedAt, now))}`}
          </span>
        </li>
      ))}
    </ul>
  )
}
