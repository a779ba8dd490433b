import {isRdeError, printableValue, RdeError} from '@rde/errors'
import {askHidden, askText, hasTerminal, type Session} from '@rde/plugin-kit'
import {quoteWord} from '@rde/process-runner/masking/command-line'
import type {RunEvent, RunLocation, RunResult} from '@rde/workflow'
import {parseParameters} from '@rde/workflow/file'
import {runWorkflow} from '@rde/workflow/run/run-workflow'

import {askOnTerminal} from '../../questions/ask-on-terminal.js'
import type {RunFlags} from '../../declarations/run-flags.js'
import {chooseRunView} from '../../views/choose-run-view.js'
import {runFailure} from '../../views/run-failure.js'
import {RunMemory} from '../../views/run-memory.js'

export interface RunOptions {
  readonly flags: RunFlags
  readonly target: string
  readonly json: boolean
  readonly timeoutMs: number
  readonly onNotice: (line: string) => void
  readonly signal: AbortSignal
}

export interface ShownRun {
  /** What `--json` prints. */
  readonly answer: object
  /** What is printed without `--json`. */
  readonly line: string
  /** Set if the run was followed and did not succeed, or rde detached from it. */
  readonly failure?: RdeError | undefined
}

/** Runs a workflow and shows it, according to the flags. */
export async function runAndShow(session: Session, options: RunOptions): Promise<ShownRun> {
  const {flags, target, json, timeoutMs, onNotice, signal} = options
  checkFlags(flags, target)
  const parameters = parseParameters(flags.param ?? [], target)
  const view = chooseRunView({...flags, json})
  const memory = new RunMemory()
  const askNow = askOnTerminal()
  const onEvent = (event: RunEvent) => {
    memory.take(event)
    view.show(event)
  }
  try {
    const result = await runWorkflow(session, {
      ...{on: flags.on, target, parameters, signal, onEvent, onNotice},
      follow: flags.detach ? 'detach' : flags.follow || process.stdout.isTTY ? 'follow' : 'start',
      ask: askNow && ((question) => view.standAside(() => askNow(question))),
      askText: hasTerminal() ? (question) => view.standAside(() => askText(question)) : undefined,
      askHidden: hasTerminal() ? (question) => view.standAside(() => askHidden(question)) : undefined,
      allowUnresolved: flags['allow-unresolved'],
      cluster: {timeoutMs},
      local: localOptions(flags),
    })
    const failure = failureOf(result, {memory, again: `rde workflow run ${target}`, signal})
    return {answer: answerOf(result), line: lineOf(result), failure}
  } finally {
    view.finish()
  }
}

function localOptions(flags: RunFlags) {
  const {secret: secrets = [], connections, approve = [], yes, verbose, 'max-parallel': maxParallel} = flags
  const {step, 'outputs-from': outputsFrom, 'rerun-failed': rerunFailed} = flags
  return {secrets, connections, approve, yes, verbose, maxParallel, step, outputsFrom, rerunFailed}
}

/** The shapes are public. For a run on the cluster: its summary. */
function answerOf({reference, end, outputs, summary}: RunResult): object {
  if (summary !== undefined) return summary
  const {outcome, reason} = end ?? {}
  return {run: reference, outcome, ...(reason !== undefined && {reason}), outputs}
}

function lineOf({reference, end, summary}: RunResult): string {
  if (end === undefined) return reference
  return `${reference} ${summary?.state ?? end.outcome}`
}

interface FailureContext {
  readonly memory: RunMemory
  readonly again: string
  readonly signal: AbortSignal
}

/** Returned, not thrown: after an interruption a thrown error would be replaced by the interruption. */
function failureOf(
  {reference, end, detached}: RunResult,
  {memory, again, signal}: FailureContext,
): RdeError | undefined {
  if (detached) return detachedFrom(reference, signal.reason)
  if (end === undefined || end.outcome === 'succeeded') return undefined
  const logs = (step: string) => `rde workflow logs ${reference} ${quoteWord(printableValue(step))}`
  return runFailure({reference, again, logs, ...end}, memory)
}

/** With the exit code of the interruption. */
export function detachedFrom(reference: string, reason: unknown): RdeError {
  const exitCode = isRdeError(reason) ? reason.oclif.exit : 130
  return new RdeError(`Detached from ${reference}; the run continues.`, {
    code: 'RDE_DETACHED',
    exitCode,
    remedies: [
      {what: 'Follow it again', command: `rde workflow logs ${reference} -f`},
      {what: 'Or end it', command: `rde workflow cancel ${reference}`},
    ],
  })
}

/** Refuses flags that do not apply to `--on`. */
function checkFlags(flags: RunFlags, target: string): void {
  const {secret = [], approve = [], detach, on} = flags
  const misplaced =
    on === 'cluster'
      ? [
          ...(secret.length > 0 ? ['--secret'] : []),
          ...(approve.length > 0 ? ['--approve'] : []),
          ...(['step', 'outputs-from', 'rerun-failed'] as const).flatMap((flag) => (flags[flag] ? [`--${flag}`] : [])),
        ]
      : [...(detach ? ['--detach'] : [])]
  if (misplaced.length === 0) return
  throw new RdeError(`${misplaced.join(', ')} cannot be used with --on ${on}.`, {
    code: 'RDE_USAGE',
    exitCode: 2,
    outcome: 'Nothing was run.',
    remedies: on === 'cluster' ? clusterRemedies(misplaced, target) : localRemedies(on, target),
  })
}

function clusterRemedies(misplaced: readonly string[], target: string) {
  const name = target.replace(/^.*[/\\]/, '').replace(/\.ya?ml$/i, '')
  return [
    ...(misplaced.includes('--secret')
      ? [{what: 'See the secrets on the cluster', command: `rde workflow secret list ${name}`}]
      : []),
    {what: 'Run the file without a cluster', command: `rde workflow run ${target} --on docker`},
  ]
}

function localRemedies(on: RunLocation, target: string) {
  return [
    {what: 'Run it and wait for its end', command: `rde workflow run ${target} --on ${on}`, without: ['detach']},
    {what: 'Or detach from a run on the cluster', command: `rde workflow run ${target} --detach`, without: ['on']},
  ]
}
